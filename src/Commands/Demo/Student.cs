using System.Net;
using Inburgering.Commands.Doors;

namespace Inburgering.Commands.Demo;

/// <summary>A learner who goes through modules and takes tests.</summary>
internal sealed class Student(LearnerDoor door, KnownAnswers answers, Witness witness, string language)
{
    public static IReadOnlyList<string> CompulsoryModules { get; } = ["basis", "rights-duties", "labour-rights"];

    /// <summary>Reads every section of a module in order and marks it as done, then is ready for the test.</summary>
    public async Task GoThroughAsync(string moduleId)
    {
        var content = await door.ReadAsync(moduleId, language);
        witness.Holds($"{moduleId} has sections to read ({content.Sections.Count})", content.Sections.Count > 0, "no section");
        foreach (var section in content.Sections)
        {
            await door.CompleteAsync(moduleId, section.SectionId);
        }

        witness.Equal($"{moduleId} after all sections", "readyForTest", await StatusAsync(moduleId));
    }

    /// <summary>Takes the test with every answer right, saved on the way and then handed in; handing in twice says the same.</summary>
    public async Task PassAsync(string moduleId)
    {
        var attempt = await StartAsync(moduleId);
        await door.SaveAsync(attempt.AttemptId, answers.Right(moduleId, attempt));
        var result = await door.SubmitAsync(attempt.AttemptId);
        witness.Holds($"{moduleId}: passed with {result.Score} (pass mark {result.PassMark})", result.Passed && result.Score >= result.PassMark, result.ToString());
        var again = await door.SubmitAsync(attempt.AttemptId);
        witness.Holds("handing in a second time gives the same result", again.Passed && again.Score.Equals(result.Score), again.ToString());
        witness.Equal($"{moduleId} in the overview", "passed", await StatusAsync(moduleId));
    }

    public async Task GoThroughAndPassAsync(string moduleId)
    {
        await GoThroughAsync(moduleId);
        await PassAsync(moduleId);
    }

    /// <summary>Takes the test with every answer wrong: the sections are open again, and no new test before they are redone.</summary>
    public async Task FailAsync(string moduleId)
    {
        var attempt = await StartAsync(moduleId);
        var result = await door.SubmitAsync(attempt.AttemptId, answers.Wrong(moduleId, attempt));
        witness.Holds($"{moduleId}: failed with {result.Score} (pass mark {result.PassMark})", !result.Passed && result.Score < result.PassMark, result.ToString());
        witness.Holds($"topics to study again: {string.Join(", ", result.TopicsToStudy)}", result.TopicsToStudy.Count > 0, "none");
        witness.Equal($"{moduleId}: its sections are open again", "inProgress", await StatusAsync(moduleId));
        var refusal = await door.TryStartAttemptAsync(moduleId);
        witness.Equal("a new test before redoing the part", HttpStatusCode.Conflict, refusal.Status);
    }

    private async Task<Attempt> StartAsync(string moduleId)
    {
        var attempt = await door.StartAttemptAsync(moduleId);
        var leaks = attempt.Questions.SelectMany(question => question.Options).Where(option => option.Rest.ContainsKey("correct")).ToList();
        witness.Holds($"a test of {attempt.Questions.Count} questions, without the answers", attempt.Questions.Count > 0 && leaks.Count == 0, attempt.ToString());
        return attempt;
    }

    private async Task<string> StatusAsync(string moduleId) =>
        (await door.ProgressAsync()).Single(module => module.ModuleId == moduleId).Status;
}
