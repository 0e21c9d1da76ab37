[assembly: AssemblyFixture(typeof(Inburgering.Infrastructure.Tests.Deployments))]
