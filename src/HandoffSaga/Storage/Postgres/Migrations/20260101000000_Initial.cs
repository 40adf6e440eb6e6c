using System;
using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql.EntityFrameworkCore.PostgreSQL.Metadata;

#nullable disable

namespace HandoffSaga.Storage.Postgres.Migrations
{
    /// <inheritdoc />
    public partial class Initial : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder
                .CreateTable(
                    name: "attempts",
                    columns: table => new
                    {
                        correlation_id = table.Column<Guid>(type: "uuid", nullable: false),
                        leg = table.Column<string>(type: "text", nullable: false),
                        attempt = table.Column<long>(type: "bigint", nullable: false),
                        cause = table.Column<string>(type: "text", nullable: true),
                        taken_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                        started_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                        ended_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                        instance = table.Column<Guid>(type: "uuid", nullable: true),
                        outcome = table.Column<string>(type: "text", nullable: true),
                        status_code = table.Column<long>(type: "bigint", nullable: true),
                        error = table.Column<string>(type: "text", nullable: true),
                        response_excerpt = table.Column<string>(type: "text", nullable: true),
                        response_sha256 = table.Column<string>(type: "text", nullable: true),
                        payload_sha256 = table.Column<string>(type: "text", nullable: true),
                        idempotency_key = table.Column<string>(type: "text", nullable: true),
                    },
                    constraints: table =>
                    {
                        table.PrimaryKey(
                            "PK_attempts",
                            x => new
                            {
                                x.correlation_id,
                                x.leg,
                                x.attempt,
                            }
                        );
                    }
                )
                .Annotation("Npgsql:StorageParameter:autovacuum_analyze_scale_factor", 0.02)
                .Annotation("Npgsql:StorageParameter:autovacuum_vacuum_cost_delay", 0)
                .Annotation("Npgsql:StorageParameter:autovacuum_vacuum_scale_factor", 0)
                .Annotation("Npgsql:StorageParameter:autovacuum_vacuum_threshold", 5000);

            migrationBuilder.CreateTable(
                name: "ledger_entries",
                columns: table => new
                {
                    seq = table
                        .Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    event_id = table.Column<Guid>(type: "uuid", nullable: false),
                    correlation_id = table.Column<Guid>(type: "uuid", nullable: true),
                    package_id = table.Column<string>(type: "text", nullable: true),
                    trail = table.Column<string>(type: "text", nullable: true),
                    trail_seq = table.Column<long>(type: "bigint", nullable: true),
                    action = table.Column<string>(type: "text", nullable: false),
                    entry = table.Column<byte[]>(type: "bytea", nullable: false),
                    leaf_hash = table.Column<byte[]>(type: "bytea", nullable: false),
                    recorded_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_ledger_entries", x => x.seq);
                }
            );

            migrationBuilder
                .CreateTable(
                    name: "outbox",
                    columns: table => new
                    {
                        message_id = table.Column<Guid>(type: "uuid", nullable: false),
                        token_id = table.Column<Guid>(type: "uuid", nullable: true),
                        correlation_id = table.Column<Guid>(type: "uuid", nullable: true),
                        destination = table.Column<string>(type: "text", nullable: false),
                        content_type = table.Column<string>(type: "text", nullable: false),
                        headers = table.Column<string>(type: "text", nullable: true),
                        body = table.Column<byte[]>(type: "bytea", nullable: false),
                        due_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                        released = table.Column<bool>(type: "boolean", nullable: false),
                        kept = table.Column<bool>(type: "boolean", nullable: false),
                        resend_after_ms = table.Column<long>(type: "bigint", nullable: true),
                        message_type = table.Column<string>(type: "text", nullable: false),
                    },
                    constraints: table =>
                    {
                        table.PrimaryKey("PK_outbox", x => x.message_id);
                    }
                )
                .Annotation("Npgsql:StorageParameter:autovacuum_analyze_scale_factor", 0.02)
                .Annotation("Npgsql:StorageParameter:autovacuum_vacuum_cost_delay", 0)
                .Annotation("Npgsql:StorageParameter:autovacuum_vacuum_scale_factor", 0)
                .Annotation("Npgsql:StorageParameter:autovacuum_vacuum_threshold", 5000);

            migrationBuilder.CreateTable(
                name: "packages",
                columns: table => new
                {
                    correlation_id = table.Column<Guid>(type: "uuid", nullable: false),
                    leg = table.Column<string>(type: "text", nullable: false),
                    payload = table.Column<byte[]>(type: "bytea", nullable: false),
                    payload_sha256 = table.Column<string>(type: "text", nullable: false),
                    built_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_packages", x => new { x.correlation_id, x.leg });
                }
            );

            migrationBuilder.CreateTable(
                name: "rejected",
                columns: table => new
                {
                    rejection_id = table.Column<Guid>(type: "uuid", nullable: false),
                    package_id = table.Column<string>(type: "text", nullable: true),
                    source = table.Column<string>(type: "text", nullable: false),
                    reason = table.Column<string>(type: "text", nullable: false),
                    detail = table.Column<string>(type: "text", nullable: true),
                    body = table.Column<byte[]>(type: "bytea", nullable: false),
                    body_length = table.Column<long>(type: "bigint", nullable: false),
                    body_sha256 = table.Column<string>(type: "text", nullable: false),
                    received_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_rejected", x => x.rejection_id);
                }
            );

            migrationBuilder
                .CreateTable(
                    name: "store_writers",
                    columns: table => new
                    {
                        writer_id = table.Column<Guid>(type: "uuid", nullable: false),
                        batch = table.Column<long>(type: "bigint", nullable: false),
                        written_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    },
                    constraints: table =>
                    {
                        table.PrimaryKey("PK_store_writers", x => x.writer_id);
                    }
                )
                .Annotation("Npgsql:StorageParameter:fillfactor", 10);

            migrationBuilder
                .CreateTable(
                    name: "transfers",
                    columns: table => new
                    {
                        correlation_id = table.Column<Guid>(type: "uuid", nullable: false),
                        version = table.Column<int>(type: "integer", nullable: false),
                        current_state = table.Column<string>(type: "text", nullable: false),
                        body = table.Column<byte[]>(type: "bytea", nullable: false),
                        package_id = table.Column<string>(type: "text", nullable: false),
                        clientpo_id = table.Column<string>(type: "text", nullable: false),
                        test_id = table.Column<string>(type: "text", nullable: false),
                        part_id = table.Column<string>(type: "text", nullable: true),
                        part_number = table.Column<string>(type: "text", nullable: true),
                        station = table.Column<string>(type: "text", nullable: true),
                        vault_status = table.Column<string>(type: "text", nullable: false),
                        vault_attempts = table.Column<long>(type: "bigint", nullable: false),
                        vault_error = table.Column<string>(type: "text", nullable: true),
                        vault_next_attempt_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                        vault_completed_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                        next_node_status = table.Column<string>(type: "text", nullable: false),
                        next_node_attempts = table.Column<long>(type: "bigint", nullable: false),
                        next_node_error = table.Column<string>(type: "text", nullable: true),
                        next_node_next_attempt_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                        next_node_completed_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                        received_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                        completed_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    },
                    constraints: table =>
                    {
                        table.PrimaryKey("PK_transfers", x => x.correlation_id);
                    }
                )
                .Annotation("Npgsql:StorageParameter:autovacuum_analyze_scale_factor", 0.02)
                .Annotation("Npgsql:StorageParameter:autovacuum_vacuum_cost_delay", 0)
                .Annotation("Npgsql:StorageParameter:autovacuum_vacuum_scale_factor", 0)
                .Annotation("Npgsql:StorageParameter:autovacuum_vacuum_threshold", 5000)
                .Annotation("Npgsql:StorageParameter:fillfactor", 80);

            migrationBuilder.CreateIndex(
                name: "ix_attempts_failed",
                table: "attempts",
                columns: new[] { "leg", "ended_at" },
                filter: "error IS NOT NULL"
            );

            migrationBuilder.CreateIndex(name: "ix_ledger_entries_package_id", table: "ledger_entries", column: "package_id");

            migrationBuilder.CreateIndex(name: "ux_ledger_entries_event_id", table: "ledger_entries", column: "event_id", unique: true);

            migrationBuilder.CreateIndex(
                name: "ux_ledger_entries_trail",
                table: "ledger_entries",
                columns: new[] { "correlation_id", "trail", "trail_seq" },
                unique: true
            );

            migrationBuilder.CreateIndex(name: "ix_outbox_due_at", table: "outbox", column: "due_at");

            migrationBuilder.CreateIndex(name: "ix_outbox_token_id", table: "outbox", column: "token_id", filter: "token_id IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "ix_rejected_package_id",
                table: "rejected",
                columns: new[] { "package_id", "received_at", "rejection_id" }
            );

            migrationBuilder.CreateIndex(
                name: "ix_rejected_received_at",
                table: "rejected",
                columns: new[] { "received_at", "rejection_id" }
            );

            migrationBuilder.CreateIndex(
                name: "ix_transfers_clientpo_id",
                table: "transfers",
                columns: new[] { "clientpo_id", "received_at", "correlation_id" }
            );

            migrationBuilder.CreateIndex(
                name: "ix_transfers_next_node_completed_at",
                table: "transfers",
                column: "next_node_completed_at",
                filter: "next_node_completed_at IS NOT NULL"
            );

            migrationBuilder.CreateIndex(
                name: "ix_transfers_next_node_open",
                table: "transfers",
                columns: new[] { "next_node_status", "received_at", "correlation_id" },
                filter: "next_node_status NOT IN ('complete', 'not_applicable')"
            );

            migrationBuilder.CreateIndex(
                name: "ix_transfers_open",
                table: "transfers",
                columns: new[] { "received_at", "correlation_id" },
                filter: "completed_at IS NULL"
            );

            migrationBuilder.CreateIndex(
                name: "ix_transfers_part_id",
                table: "transfers",
                columns: new[] { "part_id", "received_at", "correlation_id" },
                filter: "part_id IS NOT NULL"
            );

            migrationBuilder.CreateIndex(
                name: "ix_transfers_part_number",
                table: "transfers",
                columns: new[] { "part_number", "received_at", "correlation_id" },
                filter: "part_number IS NOT NULL"
            );

            migrationBuilder.CreateIndex(
                name: "ix_transfers_received_at",
                table: "transfers",
                columns: new[] { "received_at", "correlation_id" }
            );

            migrationBuilder.CreateIndex(
                name: "ix_transfers_station",
                table: "transfers",
                columns: new[] { "station", "received_at", "correlation_id" },
                filter: "station IS NOT NULL"
            );

            migrationBuilder.CreateIndex(
                name: "ix_transfers_test_id",
                table: "transfers",
                columns: new[] { "test_id", "received_at", "correlation_id" }
            );

            migrationBuilder.CreateIndex(
                name: "ix_transfers_vault_completed_at",
                table: "transfers",
                column: "vault_completed_at",
                filter: "vault_completed_at IS NOT NULL"
            );

            migrationBuilder.CreateIndex(
                name: "ix_transfers_vault_open",
                table: "transfers",
                columns: new[] { "vault_status", "received_at", "correlation_id" },
                filter: "vault_status <> 'complete'"
            );

            migrationBuilder.CreateIndex(name: "ux_transfers_package_id", table: "transfers", column: "package_id", unique: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(name: "attempts");

            migrationBuilder.DropTable(name: "ledger_entries");

            migrationBuilder.DropTable(name: "outbox");

            migrationBuilder.DropTable(name: "packages");

            migrationBuilder.DropTable(name: "rejected");

            migrationBuilder.DropTable(name: "store_writers");

            migrationBuilder.DropTable(name: "transfers");
        }
    }
}
