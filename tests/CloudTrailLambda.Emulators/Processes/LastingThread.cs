using System.Collections.Concurrent;

namespace CloudTrailLambda.Emulators.Processes;

/// <summary>A thread that ends with the process and not before.</summary>
internal sealed class LastingThread
{
    private readonly BlockingCollection<Action> _work = [];

    public LastingThread(string name) => new Thread(RunAll) { IsBackground = true, Name = name }.Start();

    /// <summary>Does it there, and gives or throws here what came of it.</summary>
    public T Run<T>(Func<T> work)
    {
        var done = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        _work.Add(() =>
        {
            try
            {
                done.SetResult(work());
            }
            catch (Exception exception)
            {
                done.SetException(exception);
            }
        });
        return done.Task.GetAwaiter().GetResult();
    }

    private void RunAll()
    {
        foreach (var work in _work.GetConsumingEnumerable()) work();
    }
}
