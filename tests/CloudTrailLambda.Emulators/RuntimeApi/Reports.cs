using System.Collections.Concurrent;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace CloudTrailLambda.Emulators.RuntimeApi;

/// <summary>Judges what the function reports: what is allowed when, and what it is answered.</summary>
internal sealed class Reports(Invocations invocations)
{
    private const string WrongState = "InvalidStateTransition";

    private readonly ConcurrentQueue<string> _violations = new();
    private readonly ConcurrentQueue<Reply> _refusals = new();

    public IReadOnlyCollection<string> Violations => _violations;

    public TaskCompletionSource FirstNext { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public TaskCompletionSource<(string? Type, string Body)> InitError { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public void RefuseNextResponse(Reply reply) => _refusals.Enqueue(reply);

    public Reply Respond(string id, byte[] body)
    {
        if (Misdirected(id) is { } refusal) return refusal;
        if (_refusals.TryDequeue(out var wanted)) return wanted;
        if (body.Length <= RuntimeApiStub.MaxResponseBytes) return Finish(id, new InvocationResult.Response(body));
        return Reply.Error(StatusCodes.Status413PayloadTooLarge, "RequestEntityTooLarge", $"Exceeded maximum allowed payload size ({RuntimeApiStub.MaxResponseBytes} bytes).");
    }

    public Reply Fail(string id, string? type, byte[] body)
    {
        CheckReport(body);
        return Misdirected(id) ?? Finish(id, new InvocationResult.Error(type, Encoding.UTF8.GetString(body)));
    }

    public Reply FailInit(string? type, byte[] body)
    {
        CheckReport(body);
        if (FirstNext.Task.IsCompleted) return Refuse(StatusCodes.Status403Forbidden, WrongState, "an error of the initialization is reported after it");
        return InitError.TrySetResult((type, Encoding.UTF8.GetString(body))) ? Reply.Accepted : Refuse(StatusCodes.Status403Forbidden, WrongState, "a second error of the initialization is reported");
    }

    public Reply NotThere(string method, string path) => Refuse(StatusCodes.Status404NotFound, "NotFound", $"there is no {method} {path}");

    public Reply TooEarly() => Refuse(StatusCodes.Status403Forbidden, WrongState, "the next invocation is asked for before the last one is answered");

    private Reply? Misdirected(string id)
    {
        if (invocations.Find(id) is not { } invocation) return Refuse(StatusCodes.Status400BadRequest, "InvalidRequestID", $"no invocation has the id {id}");
        return invocation.IsAnswered ? AnsweredAlready(id) : null;
    }

    private Reply Finish(string id, InvocationResult result) => invocations.Find(id)!.TryAnswer(result) ? Reply.Accepted : AnsweredAlready(id);

    private Reply AnsweredAlready(string id) => Refuse(StatusCodes.Status400BadRequest, "InvalidRequestID", $"{id} is answered already");

    /// <summary>Lambda takes any report; what shows it to people and programs expects these two members.</summary>
    private void CheckReport(byte[] body)
    {
        try
        {
            using var report = JsonDocument.Parse(body);
            if (IsText(report.RootElement, "errorMessage") && IsText(report.RootElement, "errorType")) return;
            _violations.Enqueue("the report of an error has no errorMessage or no errorType");
        }
        catch (JsonException)
        {
            _violations.Enqueue("the report of an error is not JSON");
        }
    }

    private static bool IsText(JsonElement report, string name) =>
        report.ValueKind == JsonValueKind.Object && report.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String;

    private Reply Refuse(int status, string type, string violation)
    {
        _violations.Enqueue(violation);
        return Reply.Error(status, type, violation);
    }
}
