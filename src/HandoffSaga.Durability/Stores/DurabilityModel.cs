using Microsoft.EntityFrameworkCore;

namespace HandoffSaga.Durability;

/// <summary>The engine's own tables, for the program's EF Core model, which owns the schema. The engine never creates a table.</summary>
public static class DurabilityModel
{
    /// <summary>
    /// Adds what the engine needs on PostgreSQL besides <see cref="AddDurabilityTables"/>: the table <c>store_writers</c>, one row per
    /// process, by which a writer finds out whether a commit succeeded whose answer never came.
    /// </summary>
    public static void AddPostgresDurabilityTables(this ModelBuilder model)
    {
        ArgumentNullException.ThrowIfNull(model);
        model.Entity<StoreWriterRow>(writer =>
        {
            writer.ToTable("store_writers");
            writer.HasKey(row => row.WriterId);
            writer.Property(row => row.WriterId).HasColumnName("writer_id").ValueGeneratedNever();
            writer.Property(row => row.Batch).HasColumnName("batch");
            writer.Property(row => row.WrittenAt).HasColumnName("written_at");
        });
    }

    /// <summary>Adds the table <c>outbox</c>.</summary>
    public static void AddDurabilityTables(this ModelBuilder model)
    {
        ArgumentNullException.ThrowIfNull(model);
        model.Entity<OutboxRow>(outbox =>
        {
            outbox.ToTable("outbox");
            outbox.HasKey(row => row.MessageId);
            outbox.Property(row => row.MessageId).HasColumnName("message_id").ValueGeneratedNever();
            outbox.Property(row => row.TokenId).HasColumnName("token_id");
            outbox.Property(row => row.CorrelationId).HasColumnName("correlation_id");
            outbox.Property(row => row.Destination).HasColumnName("destination");
            outbox.Property(row => row.ContentType).HasColumnName("content_type");
            outbox.Property(row => row.Headers).HasColumnName("headers");
            outbox.Property(row => row.Body).HasColumnName("body");
            outbox.Property(row => row.DueAt).HasColumnName("due_at");
            outbox.Property(row => row.Released).HasColumnName("released");
            outbox.Property(row => row.Kept).HasColumnName("kept");
            outbox.Property(row => row.ResendAfterMs).HasColumnName("resend_after_ms");
            outbox.Property(row => row.MessageType).HasColumnName("message_type");
            outbox.HasIndex(row => row.DueAt).HasDatabaseName("ix_outbox_due_at");
            outbox.HasIndex(row => row.TokenId).HasDatabaseName("ix_outbox_token_id").HasFilter("token_id IS NOT NULL");
        });
    }
}
