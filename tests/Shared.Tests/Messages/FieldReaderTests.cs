using System.Text;
using System.Text.Json;
using FsCheck.Xunit;
using Inburgering.Arrivals;
using Inburgering.Messages;
using static Inburgering.Shared.Tests.TestData.Days;

namespace Inburgering.Shared.Tests.Messages;

public sealed class FieldReaderTests
{
    [Fact]
    public void An_error_names_the_whole_path_of_its_field()
    {
        var root = Read("""{ "data": { "holder": { "birthDate": 7 }, "household": [ { "name": "A" }, { "name": 1 }, "x" ] } }""");

        root.Object("data").Object("holder").Date("birthDate");
        foreach (var member in root.Object("data").List("household", 1))
        {
            member.Text("name", 10);
        }

        Assert.Equal(
            ["data.holder.birthDate must be a date like 2026-05-04", "data.household[2] must be an object", "data.household[1].name must be a text"],
            root.Errors.Select(error => error.ToString()));
    }

    [Fact]
    public void Every_broken_field_is_told_at_once_and_each_only_once()
    {
        var root = Read("""{ "a": "", "b": "2026-13-01" }""");

        root.Text("a", 10);
        root.Rule("a", false, "must be something else too");
        root.Date("b");
        root.Whole("c", 1, 2);

        Assert.Equal(["a", "b", "c"], root.Errors.Select(error => error.Name));
    }

    [Fact]
    public void Below_an_object_that_is_not_there_only_the_object_is_missed()
    {
        var root = Read("{}");

        root.Object("holder").Object("address").Text("city", 10);
        root.Object("holder").Rule("age", false, "must be 18");

        Assert.Equal(["holder is required"], root.Errors.Select(error => error.ToString()));
    }

    [Theory]
    [InlineData("null", "is required")]
    [InlineData("7", "must be a text")]
    [InlineData("\"\"", "must not be empty")]
    [InlineData("\"  \"", "must not be empty")]
    [InlineData("\"123456\"", "must be at most 5 characters")]
    [InlineData("\"a\\u0000b\"", "must not hold control characters")]
    [InlineData("\"a\\nb\"", "must not hold control characters")]
    [InlineData("\"\\ud800\"", "must be a text")] // half of a surrogate pair
    [InlineData("\"\\udc00\\ud800\"", "must be a text")]
    [InlineData("[\"a\"]", "must be a text")]
    [InlineData("{}", "must be a text")]
    public void A_text_is_checked(string json, string rule) => Breaks(json, rule, root => root.Text("field", 5));

    [Theory]
    [InlineData("\"2026-5-4\"")]
    [InlineData("\"04/05/2026\"")]
    [InlineData("\"2026-02-29\"")]
    [InlineData("\"2026-05-04T00:00:00Z\"")]
    [InlineData("\"\\ud800\"")]
    [InlineData("20260504")]
    [InlineData("\" 2026-05-04\"")]
    public void A_date_is_checked(string json) => Breaks(json, "must be a date like 2026-05-04", root => root.Date("field"));

    [Theory]
    [InlineData("\"2026-03-02T09:15:00\"")] // no offset
    [InlineData("\"2026-03-02\"")]
    [InlineData("\"yesterday at nine o'clock Z\"")]
    [InlineData("\"2026-03-02T25:15:00Z\"")]
    [InlineData("\"\\ud800xxxxxxxxxxxxxxxxxxxxZ\"")]
    [InlineData("1772442900")]
    public void An_instant_is_checked(string json) => Breaks(json, "must be an instant like 2026-03-02T09:15:00Z", root => root.Instant("field"));

    [Theory]
    [InlineData("\"2026-03-02T09:15:00Z\"", "2026-03-02T09:15:00Z")]
    [InlineData("\"2026-03-02T09:15:00.123Z\"", "2026-03-02T09:15:00.123Z")]
    [InlineData("\"2026-03-02T10:15:00+01:00\"", "2026-03-02T09:15:00Z")]
    [InlineData("\"2026-03-02t09:15:00z\"", "2026-03-02T09:15:00Z")]
    public void An_instant_is_read_with_its_offset(string json, string instant)
    {
        var root = Read($$"""{ "field": {{json}} }""");

        Assert.Equal(Utc(instant), root.Instant("field"));
        Assert.Empty(root.Errors);
    }

    [Theory]
    [InlineData("0")]
    [InlineData("11")]
    [InlineData("1.5")]
    [InlineData("1e400")]
    [InlineData("99999999999999999999")]
    [InlineData("\"5\"")]
    [InlineData("true")]
    public void A_whole_number_is_checked(string json) => Breaks(json, "must be a whole number from 1 to 10", root => root.Whole("field", 1, 10));

    [Theory]
    [InlineData("\"true\"")]
    [InlineData("1")]
    public void A_flag_is_checked(string json) => Breaks(json, "must be true or false", root => root.Flag("field"));

    [Theory]
    [InlineData("\"Worker\"")]
    [InlineData("\"werknemer\"")]
    [InlineData("\"0\"")]
    [InlineData("\"\\ud800\"")]
    [InlineData("0")]
    public void A_known_value_is_checked(string json) =>
        Breaks(json, "must be one of worker, selfEmployed, family, study, exchange, asylum, regularisation, other", root => root.OneOf<ReasonOfStay>("field"));

    [Theory]
    [InlineData("{}", "must be a list")]
    [InlineData("\"a\"", "must be a list")]
    [InlineData("[]", "must have at least 1 item(s)")]
    public void A_list_is_checked(string json, string rule) => Breaks(json, rule, root => root.List("field", 1));

    [Fact]
    public void A_list_of_more_than_a_thousand_is_refused_before_it_is_read() =>
        Breaks("[" + string.Join(',', Enumerable.Repeat("{}", 1001)) + "]", "must have at most 1000 items", root => root.OptionalList("field"));

    [Theory]
    [InlineData("[\"a\", 1]", "must hold texts only, none empty")]
    [InlineData("[\"\"]", "must hold texts only, none empty")]
    [InlineData("[\"\\ud800\"]", "must hold texts only, none empty")]
    [InlineData("[\"abcdef\"]", "must hold texts of at most 5 characters")]
    public void A_list_of_texts_is_checked(string json, string rule) => Breaks(json, rule, root => root.Texts("field", 5));

    [Fact]
    public void What_is_left_out_or_null_is_no_error_where_it_is_optional()
    {
        var root = Read("""{ "text": null, "object": null }""");

        Assert.Null(root.OptionalText("text", 5));
        Assert.Null(root.OptionalText("gone", 5));
        Assert.Null(root.OptionalDate("gone"));
        Assert.Null(root.OptionalFlag("gone"));
        Assert.Null(root.OptionalOneOf<ReasonOfStay>("gone"));
        Assert.Null(root.OptionalObject("object"));
        Assert.Empty(root.OptionalList("gone"));
        Assert.False(root.Has("text"));
        Assert.Empty(root.Errors);
    }

    [Fact]
    public void A_request_is_closed_every_property_that_was_not_asked_for_is_refused()
    {
        var root = Read("""{ "answers": [ { "questionId": "q1", "points": 3 } ], "admin": true }""");
        root.List("answers", 1)[0].Text("questionId", 10);

        root.RefuseUnread();

        Assert.Equal(["admin is not a known property", "answers[0].points is not a known property"], root.Errors.Select(error => error.ToString()));
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("\"text\"")]
    [InlineData("null")]
    public void A_root_that_is_no_object_is_one_error(string json)
    {
        var root = Read(json);
        root.Text("a", 5);
        root.RefuseUnread();

        Assert.Equal(["body must be a JSON object"], root.Errors.Select(error => error.ToString()));
    }

    [Property(MaxTest = 2000)]
    public void No_value_of_a_text_makes_reading_it_throw(string? text)
    {
        var root = Read(JsonSerializer.Serialize(new { field = text }));

        var read = root.OptionalText("field", 50);

        Assert.True(root.Errors.Count > 0 || read == text);
    }

    [Fact]
    public void A_property_whose_name_is_no_text_is_refused_in_a_request_and_ignored_in_a_message()
    {
        var root = Read("""{ "field": "x", "\ud800 a long name of a property": 1 }""");

        Assert.Equal("x", root.Text("field", 5));
        Assert.Empty(root.Errors);
        root.RefuseUnread();
        Assert.Equal(["(a name that is no text) is not a known property"], root.Errors.Select(error => error.ToString()));
    }

    [Fact]
    public void Bytes_that_are_no_UTF_8_are_no_text()
    {
        byte[] json = [.. "{\"field\":\""u8, 0xC3, 0x28, .. "\"}"u8];
        var root = FieldReader.ForRequest(JsonDocument.Parse(json).RootElement);

        root.Text("field", 5);

        Assert.Equal(["field must be a text"], root.Errors.Select(error => error.ToString()));
    }

    private static void Breaks(string json, string rule, Action<FieldReader> read)
    {
        var root = Read($$"""{ "field": {{json}} }""");

        read(root);

        Assert.Equal([new FieldError("field", rule)], root.Errors);
    }

    private static FieldReader Read(string json) => FieldReader.ForRequest(JsonDocument.Parse(Encoding.UTF8.GetBytes(json)).RootElement);
}
