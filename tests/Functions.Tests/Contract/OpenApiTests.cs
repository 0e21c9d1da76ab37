namespace Inburgering.Functions.Tests.Contract;

/// <summary>The check that every answer goes through (<see cref="OpenApi.CheckAsync"/>) can fail.</summary>
public sealed class OpenApiTests
{
    [Theory]
    [InlineData("Me", "{}", "required")]
    [InlineData("Activation", """{ "personId": "k4v9t2m8xq3h7dw1yc5p", "name": "Ayşe" }""", "NoAdditionalPropertiesAllowed")]
    [InlineData("Activation", """{ "personId": "?" }""", "PatternMismatch")]
    [InlineData("CertificateVerification", """{ "status": "good", "holderName": "A", "issuedOn": "2026-04-06", "modules": [] }""", "NotInEnumeration")]
    [InlineData("CertificateVerification", """{ "status": "valid", "holderName": "A", "issuedOn": "6 April", "modules": [] }""", "DateExpected")]
    [InlineData("ModuleList", """{ "self": "/api/v1/modules", "items": [ {} ], "pageSize": 1 }""", "items[0]")]
    public async Task An_answer_that_breaks_the_contract_is_seen(string schema, string answer, string error) =>
        Assert.Contains(await OpenApi.ErrorsAsync(schema, answer), found => found.Contains(error, StringComparison.OrdinalIgnoreCase));

    [Fact]
    public async Task The_examples_of_the_contract_keep_to_it()
    {
        foreach (var (name, schema) in OpenApi.SchemaExamples)
        {
            Assert.Empty(await OpenApi.ErrorsAsync(name, schema));
        }
    }
}
