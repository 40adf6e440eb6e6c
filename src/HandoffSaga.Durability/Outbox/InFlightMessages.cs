namespace HandoffSaga.Durability;

/// <summary>
/// The messages in flight on this process's bus: on the in-memory bus sent but not fully consumed, on a broker not yet confirmed and their
/// rows not yet deleted. The sweeper never sends one of them a second time. Their number is bounded per destination, because the in-memory
/// queues are not: a hub that hangs fills its own queue and delays no other.
/// </summary>
internal sealed class InFlightMessages(int mostForOneDestination)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<Guid, Destination> _inFlight = [];
    private readonly Dictionary<string, Destination> _destinations = new(StringComparer.Ordinal);

    /// <summary>Raised when a destination that had none has room again.</summary>
    public event Action? RoomAppeared;

    public int Count
    {
        get
        {
            lock (_gate)
                return _inFlight.Count;
        }
    }

    public bool Contains(Guid messageId)
    {
        lock (_gate)
            return _inFlight.ContainsKey(messageId);
    }

    /// <summary>
    /// The destinations without room. Asking counts as being turned away: <see cref="RoomAppeared"/> is raised when they have room again.
    /// </summary>
    public IReadOnlyList<string> FullDestinations()
    {
        lock (_gate)
        {
            var full = new List<string>();
            foreach (var destination in _destinations.Values)
            {
                if (destination.Count < mostForOneDestination)
                    continue;
                destination.TurnedAway = true;
                full.Add(destination.Address);
            }

            return full;
        }
    }

    public bool TryTrack(Guid messageId, string address)
    {
        lock (_gate)
        {
            if (!_destinations.TryGetValue(address, out var destination))
                _destinations.Add(address, destination = new Destination(address));
            if (destination.Count >= mostForOneDestination)
            {
                destination.TurnedAway = true;
                return false;
            }

            if (!_inFlight.TryAdd(messageId, destination))
                return false;
            destination.Count++;
            return true;
        }
    }

    public void Release(Guid messageId)
    {
        bool roomAppeared;
        lock (_gate)
        {
            if (!_inFlight.Remove(messageId, out var destination))
                return;
            destination.Count--;
            // Wait until a quarter is free, to avoid a sweep for each single message.
            roomAppeared = destination.TurnedAway && destination.Count <= mostForOneDestination - Math.Max(1, mostForOneDestination / 4);
            if (roomAppeared)
                destination.TurnedAway = false;
        }

        if (roomAppeared)
            RoomAppeared?.Invoke();
    }

    private sealed class Destination(string address)
    {
        public string Address => address;

        public int Count { get; set; }

        /// <summary>A sender found no room and is notified when there is some.</summary>
        public bool TurnedAway { get; set; }
    }
}
