using System.Net;
using Inburgering.Functions.Http;
using Inburgering.Functions.Tests.Contract;
using Inburgering.Functions.Tests.Doors;
using Inburgering.Functions.Tests.Running;

namespace Inburgering.Functions.Tests.Access;

/// <summary>Every cell of role × function × whose data × token, expected from <see cref="FunctionAccess"/> alone.</summary>
public sealed class AccessCellTests(SharedApp shared, AccessFixture fixture) : IClassFixture<AccessFixture>
{
    public static TheoryData<string, string, string> Cells
    {
        get
        {
            var data = new TheoryData<string, string, string>();
            foreach (var cell in AccessCell.All)
            {
                data.Add(cell.Function, cell.Role, cell.Situation);
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Cells))]
    public async Task A_function_answers_whom_the_table_names_and_nobody_else(string function, string role, string situation)
    {
        var cell = new AccessCell(function, role, situation);
        var operation = OpenApi.Operations.Single(operation => operation.Id == function);
        var reply = await CallAsync(operation, role, situation);

        if (cell.Rule.Ownership == Ownership.Anyone)
        {
            Assert.Equal(situation == AccessCell.Missing && operation.Parameters.Count > 0 ? HttpStatusCode.NotFound : HttpStatusCode.OK, reply.Status);
        }
        else if (situation == AccessCell.NoToken)
        {
            reply.Problem(HttpStatusCode.Unauthorized, "belgif:noAccessToken");
            Assert.Equal("Bearer", reply.Headers.WwwAuthenticate.Single().ToString());
        }
        else if (Forgery.All.Contains(situation))
        {
            reply.Problem(HttpStatusCode.Unauthorized, situation == Forgery.Expired ? "belgif:expiredAccessToken" : "belgif:invalidAccessToken");
            Assert.Contains("error=\"invalid_token\"", reply.Headers.WwwAuthenticate.Single().ToString(), StringComparison.Ordinal);
        }
        else if (!cell.Rule.Roles.Contains(role))
        {
            // The same whether there is such a file or not.
            reply.Problem(HttpStatusCode.Forbidden, "belgif:missingPermission");
            Assert.Equal((await CallAsync(operation, role, AccessCell.Missing)).Text, reply.Text);
        }
        else if (situation == AccessCell.Own)
        {
            Assert.DoesNotContain(reply.Status, new[] { HttpStatusCode.Unauthorized, HttpStatusCode.Forbidden, HttpStatusCode.NotFound, HttpStatusCode.TooManyRequests });
        }
        else if (cell.Rule.Ownership == Ownership.AnyMatter && situation == AccessCell.Others)
        {
            Assert.InRange((int)reply.Status, 200, 299);
        }
        else if (AccessFixture.NamesFile(operation))
        {
            reply.Problem(HttpStatusCode.NotFound, "belgif:resourceNotFound");
            Assert.Equal((await CallAsync(operation, role, AccessCell.Missing)).Text, reply.Text);
        }

        // Whatever the answer, it never shows the other's file.
        Assert.All(fixture.Other.Person.Identifiers, identifier => Assert.True(
            !reply.Text.Contains(identifier, StringComparison.Ordinal) || cell.Rule.Ownership == Ownership.Anyone, $"{cell} shows {identifier}"));
    }

    [Theory]
    [InlineData("GetMyCertificate", "learner")]
    [InlineData("GetMyLetter", "learner")]
    [InlineData("GetMyData", "learner")]
    [InlineData("GetCaseLetter", "case-officer")]
    [InlineData("GetDossier", "enforcement-officer")]
    public async Task Files_are_downloads_with_a_name(string function, string role)
    {
        var path = fixture.Path(OpenApi.Operations.Single(operation => operation.Id == function), AccessCell.Own);
        var name = function switch
        {
            "GetMyCertificate" => $"certificate-{(await shared.Api.GetAsync(path, fixture.Own.Token, "application/json")).With(HttpStatusCode.OK).Json.Text("verificationCode")}.pdf",
            "GetMyData" => "my-data.pdf",
            "GetDossier" => $"{path.Split('/')[^2]}.pdf",
            _ => $"{path.Split('/')[^1]}.pdf",
        };

        var file = (await shared.Api.GetAsync(path, await fixture.TokenAsync(role), "application/pdf")).With(HttpStatusCode.OK);

        HeaderTests.AssertSafe(file);
        Assert.Equal("application/pdf", file.MediaType);
        Assert.Equal("attachment", file.ContentHeaders.ContentDisposition!.DispositionType);
        Assert.Equal(name, file.ContentHeaders.ContentDisposition.FileNameStar);
        Assert.Equal(name, file.ContentHeaders.ContentDisposition.FileName);
    }

    private async Task<Reply> CallAsync(ApiOperation operation, string role, string situation)
    {
        var token = situation switch
        {
            AccessCell.NoToken => null,
            AccessCell.Own or AccessCell.Others or AccessCell.Missing => await fixture.TokenAsync(role),
            _ => Forgery.Make(situation, shared.App, role),
        };
        return await shared.Api.SendAsync(
            new HttpMethod(operation.Method), fixture.Path(operation, situation), operation.TakesBody ? Api.Content(OpenApi.ExampleBody(operation)) : null, token);
    }
}
