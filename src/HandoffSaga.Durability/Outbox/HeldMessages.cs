namespace HandoffSaga.Durability;

/// <summary>
/// The messages that stand in the in-memory bus now: sent, and not yet consumed to the end. The sweeper never sends one of them a second time,
/// and their number is bounded, since a bus in memory has no bound of its own.
/// </summary>
internal sealed class HeldMessages(int most)
{
    private readonly Lock gate = new();
    private readonly HashSet<Guid> held = [];
    private bool refused;

    /// <summary>Raised when there is room again after some was refused.</summary>
    public event Action? RoomAppeared;

    public int Count
    {
        get
        {
            lock (gate)
                return held.Count;
        }
    }

    public bool Contains(Guid messageId)
    {
        lock (gate)
            return held.Contains(messageId);
    }

    public bool TryHold(Guid messageId)
    {
        lock (gate)
        {
            if (held.Count < most)
                return held.Add(messageId);
            refused = true;
            return false;
        }
    }

    /// <summary>Holds every message of the unit that is due now, or none of them.</summary>
    public bool TryHoldDue(IReadOnlyList<OutgoingMessage> messages)
    {
        lock (gate)
        {
            var due = 0;
            foreach (var message in messages)
                due += message.IsScheduled ? 0 : 1;
            if (held.Count + due > most)
            {
                refused = true;
                return false;
            }

            foreach (var message in messages)
            {
                if (!message.IsScheduled)
                    held.Add(message.MessageId);
            }

            return true;
        }
    }

    public void ReleaseDue(IReadOnlyList<OutgoingMessage> messages)
    {
        foreach (var message in messages)
        {
            if (!message.IsScheduled)
                Release(message.MessageId);
        }
    }

    public void Release(Guid messageId)
    {
        bool roomAppeared;
        lock (gate)
        {
            // A quarter free before the sweeper is called again: not a sweep for each single message.
            roomAppeared = held.Remove(messageId) && refused && held.Count <= most - Math.Max(1, most / 4);
            if (roomAppeared)
                refused = false;
        }

        if (roomAppeared)
            RoomAppeared?.Invoke();
    }
}
