using HandoffSaga.Legs;
using HandoffSaga.Storage.Rows;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace HandoffSaga.Storage;

internal sealed class TransferTableConfiguration : IEntityTypeConfiguration<TransferRow>
{
    public void Configure(EntityTypeBuilder<TransferRow> table)
    {
        table.ToTable("transfers");
        table.HasKey(row => row.CorrelationId);
        table.HasIndex(row => row.PackageId, "ux_transfers_package_id").IsUnique();

        // Every listing is newest first, so each index ends in the order of the listing.
        table.HasIndex(row => new { row.ReceivedAt, row.CorrelationId }, "ix_transfers_received_at");
        table.HasIndex(
            row => new
            {
                row.ClientpoId,
                row.ReceivedAt,
                row.CorrelationId,
            },
            "ix_transfers_clientpo_id"
        );
        table.HasIndex(
            row => new
            {
                row.TestId,
                row.ReceivedAt,
                row.CorrelationId,
            },
            "ix_transfers_test_id"
        );
        table
            .HasIndex(
                row => new
                {
                    row.PartId,
                    row.ReceivedAt,
                    row.CorrelationId,
                },
                "ix_transfers_part_id"
            )
            .HasFilter("part_id IS NOT NULL");
        table
            .HasIndex(
                row => new
                {
                    row.PartNumber,
                    row.ReceivedAt,
                    row.CorrelationId,
                },
                "ix_transfers_part_number"
            )
            .HasFilter("part_number IS NOT NULL");
        table
            .HasIndex(
                row => new
                {
                    row.Station,
                    row.ReceivedAt,
                    row.CorrelationId,
                },
                "ix_transfers_station"
            )
            .HasFilter("station IS NOT NULL");

        // People query unfinished transfers, of which there are few: these indexes do not grow over the years. A query must repeat the
        // filter exactly, or the store does not use the index.
        table.HasIndex(row => new { row.ReceivedAt, row.CorrelationId }, "ix_transfers_open").HasFilter("completed_at IS NULL");
        table
            .HasIndex(
                row => new
                {
                    row.VaultStatus,
                    row.ReceivedAt,
                    row.CorrelationId,
                },
                "ix_transfers_vault_open"
            )
            .HasFilter($"vault_status <> '{LegStatusNames.Complete}'");
        table
            .HasIndex(
                row => new
                {
                    row.NextNodeStatus,
                    row.ReceivedAt,
                    row.CorrelationId,
                },
                "ix_transfers_next_node_open"
            )
            .HasFilter($"next_node_status NOT IN ('{LegStatusNames.Complete}', '{LegStatusNames.NotApplicable}')");

        table.HasIndex(row => row.VaultCompletedAt, "ix_transfers_vault_completed_at").HasFilter("vault_completed_at IS NOT NULL");
        table
            .HasIndex(row => row.NextNodeCompletedAt, "ix_transfers_next_node_completed_at")
            .HasFilter("next_node_completed_at IS NOT NULL");
    }
}

internal sealed class PackageTableConfiguration : IEntityTypeConfiguration<PackageRow>
{
    public void Configure(EntityTypeBuilder<PackageRow> table)
    {
        table.ToTable("packages");
        table.HasKey(row => new { row.CorrelationId, row.Leg });
    }
}

internal sealed class AttemptTableConfiguration : IEntityTypeConfiguration<AttemptRow>
{
    public void Configure(EntityTypeBuilder<AttemptRow> table)
    {
        table.ToTable("attempts");
        table.HasKey(row => new
        {
            row.CorrelationId,
            row.Leg,
            row.Attempt,
        });
        table.HasIndex(row => new { row.Leg, row.EndedAt }, "ix_attempts_failed").HasFilter("error IS NOT NULL");
    }
}

internal sealed class LedgerTableConfiguration : IEntityTypeConfiguration<LedgerEntryRow>
{
    public void Configure(EntityTypeBuilder<LedgerEntryRow> table)
    {
        table.ToTable("ledger_entries");
        table.HasKey(row => row.Seq);
        table.HasIndex(row => row.EventId, "ux_ledger_entries_event_id").IsUnique();

        // By the package, not by the transfer's key, which is a hash of it: packages are mostly numbered in order, so the index grows at
        // its end.
        table
            .HasIndex(
                row => new
                {
                    row.PackageId,
                    row.Trail,
                    row.TrailSeq,
                },
                "ux_ledger_entries_trail"
            )
            .IsUnique()
            .HasFilter("correlation_id IS NOT NULL");
    }
}

internal sealed class LedgerIndexTableConfiguration : IEntityTypeConfiguration<LedgerIndexRow>
{
    public void Configure(EntityTypeBuilder<LedgerIndexRow> table)
    {
        table.ToTable("ledger_index");
        table.HasKey(row => row.LogIndex);
        table.Property(row => row.LogIndex).ValueGeneratedNever();
        table.HasIndex(row => row.FirstSeq, "ux_ledger_index_first_seq").IsUnique();
    }
}

internal sealed class LedgerHeadTableConfiguration : IEntityTypeConfiguration<LedgerHeadRow>
{
    public void Configure(EntityTypeBuilder<LedgerHeadRow> table)
    {
        table.ToTable("ledger_heads");
        table.HasKey(row => row.Continues);
        table.Property(row => row.Continues).ValueGeneratedNever();
    }
}

internal sealed class LedgerIdentityTableConfiguration : IEntityTypeConfiguration<LedgerIdentityRow>
{
    public void Configure(EntityTypeBuilder<LedgerIdentityRow> table)
    {
        table.ToTable("ledger_identity");
        table.HasKey(row => row.Id);
        table.Property(row => row.Id).ValueGeneratedNever();
    }
}

internal sealed class LedgerForwardTableConfiguration : IEntityTypeConfiguration<LedgerForwardRow>
{
    public void Configure(EntityTypeBuilder<LedgerForwardRow> table)
    {
        table.ToTable("ledger_forwards");
        table.HasKey(row => new { row.Way, row.Continues });
    }
}

internal sealed class RejectedTableConfiguration : IEntityTypeConfiguration<RejectedRow>
{
    public void Configure(EntityTypeBuilder<RejectedRow> table)
    {
        table.ToTable("rejected");
        table.HasKey(row => row.RejectionId);
        table.HasIndex(row => new { row.ReceivedAt, row.RejectionId }, "ix_rejected_received_at");
        table.HasIndex(
            row => new
            {
                row.PackageId,
                row.ReceivedAt,
                row.RejectionId,
            },
            "ix_rejected_package_id"
        );
    }
}
