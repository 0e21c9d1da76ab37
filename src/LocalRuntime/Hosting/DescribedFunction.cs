using System.Collections.Immutable;
using System.Globalization;
using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Inburgering.LocalRuntime.Hosting;

/// <summary>The public description of a function, drawn from its attributes.</summary>
internal sealed class DescribedFunction : FunctionDefinition
{
    public DescribedFunction(FunctionDescriptor function)
    {
        Name = function.Name;
        EntryPoint = $"{function.Method.DeclaringType!.FullName}.{function.Method.Name}";
        PathToAssembly = function.Method.DeclaringType.Assembly.Location;
        Id = IdOf(EntryPoint);
        InputBindings = function.Method.GetParameters()
            .Select(parameter => (parameter, type: BindingTypeOf(parameter)))
            .Where(binding => binding.type is not null)
            .ToImmutableDictionary(binding => binding.parameter.Name!, BindingMetadata (binding) => new Binding(binding.parameter.Name!, binding.type!));
    }

    public override string Id { get; }

    public override string Name { get; }

    public override string EntryPoint { get; }

    public override string PathToAssembly { get; }

    public override IImmutableDictionary<string, BindingMetadata> InputBindings { get; }

    /// <returns>The type as in a function.json, for instance <c>httpTrigger</c>; <see langword="null"/> for a parameter without a binding attribute.</returns>
    public static string? BindingTypeOf(ParameterInfo parameter) =>
        parameter.GetCustomAttributes().Select(attribute => attribute switch
        {
            HttpTriggerAttribute or ServiceBusTriggerAttribute or TimerTriggerAttribute
                or OrchestrationTriggerAttribute or ActivityTriggerAttribute or DurableClientAttribute => TypeOf(attribute),
            _ => null,
        }).FirstOrDefault(type => type is not null);

    public static string TypeOf(Attribute binding) => JsonNamingPolicy.CamelCase.ConvertName(binding.GetType().Name[..^nameof(Attribute).Length]);

    private static string IdOf(string entryPoint) =>
        BitConverter.ToUInt32(SHA256.HashData(Encoding.UTF8.GetBytes(entryPoint))).ToString(CultureInfo.InvariantCulture);

    private sealed class Binding(string name, string type) : BindingMetadata
    {
        public override string Name => name;

        public override string Type => type;
    }
}
