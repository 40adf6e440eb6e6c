using Microsoft.EntityFrameworkCore;

namespace HandoffSaga.Durability.Contracts;

/// <summary>
/// The schema of <see cref="TicketTable"/>, <see cref="Notes"/> and the engine's own tables, for a store's specs to make.
/// </summary>
internal static class TicketModel
{
    public static void AddTicketTables(this ModelBuilder model)
    {
        model.AddDurabilityTables();
        model.Entity<TicketRow>(ticket =>
        {
            ticket.ToTable("tickets").HasKey(row => row.CorrelationId);
            ticket.Property(row => row.CorrelationId).HasColumnName("correlation_id");
            ticket.Property(row => row.Version).HasColumnName("version");
            ticket.Property(row => row.CurrentState).HasColumnName("current_state");
            ticket.Property(row => row.Body).HasColumnName("body");
            ticket.Property(row => row.Count).HasColumnName("count");
            ticket.Property(row => row.Enclosed).HasColumnName("enclosed");
        });
        model.Entity<NoteRow>(note =>
        {
            note.ToTable("notes").HasKey(row => row.NoteId);
            note.Property(row => row.NoteId).HasColumnName("note_id");
            note.Property(row => row.Ticket).HasColumnName("ticket");
            note.Property(row => row.Text).HasColumnName("text");
            note.Property(row => row.WrittenAt).HasColumnName("written_at");
            note.Property(row => row.Length).HasColumnName("length");
            note.Property(row => row.Raw).HasColumnName("raw");
        });
    }

    private sealed class TicketRow
    {
        public Guid CorrelationId { get; set; }
        public int Version { get; set; }
        public string CurrentState { get; set; } = "";
        public byte[] Body { get; set; } = [];
        public long Count { get; set; }
        public string? Enclosed { get; set; }
    }

    private sealed class NoteRow
    {
        public Guid NoteId { get; set; }
        public Guid Ticket { get; set; }
        public string Text { get; set; } = "";
        public DateTimeOffset? WrittenAt { get; set; }
        public long? Length { get; set; }
        public byte[]? Raw { get; set; }
    }
}
