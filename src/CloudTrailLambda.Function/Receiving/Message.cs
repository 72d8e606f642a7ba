using CloudTrailLambda.Detection.Reading;

namespace CloudTrailLambda.Function.Receiving;

/// <summary>One message: what a queue retries as a whole.</summary>
/// <param name="Id">The queue's id for it; null when the function was invoked without a queue.</param>
/// <param name="Objects">The log objects that it announces; none for a message that is passed over on purpose.</param>
/// <param name="Problem">Why it cannot be understood; null when it can.</param>
internal sealed record Message(string? Id, IReadOnlyList<LogObject> Objects, string? Problem = null);

/// <summary>What the function was invoked with.</summary>
/// <param name="IsFromQueue">Whether the messages can be handed back one by one.</param>
/// <param name="Messages">The messages.</param>
internal sealed record Arrival(bool IsFromQueue, IReadOnlyList<Message> Messages);

/// <summary>A notification is in no form that this function knows.</summary>
internal sealed class UnknownNotificationException(string message, Exception? innerException = null) : Exception(message, innerException);
