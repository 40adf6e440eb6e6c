using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace HandoffSaga.Storage.Sqlite.Migrations
{
    /// <inheritdoc />
    public partial class Initial : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "attempts",
                columns: table => new
                {
                    correlation_id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    leg = table.Column<string>(type: "TEXT", nullable: false),
                    attempt = table.Column<long>(type: "INTEGER", nullable: false),
                    cause = table.Column<string>(type: "TEXT", nullable: true),
                    taken_at = table.Column<long>(type: "INTEGER", nullable: true),
                    started_at = table.Column<long>(type: "INTEGER", nullable: true),
                    ended_at = table.Column<long>(type: "INTEGER", nullable: true),
                    instance = table.Column<byte[]>(type: "BLOB", nullable: true),
                    outcome = table.Column<string>(type: "TEXT", nullable: true),
                    status_code = table.Column<long>(type: "INTEGER", nullable: true),
                    error = table.Column<string>(type: "TEXT", nullable: true),
                    response_excerpt = table.Column<string>(type: "TEXT", nullable: true),
                    response_sha256 = table.Column<string>(type: "TEXT", nullable: true),
                    payload_sha256 = table.Column<string>(type: "TEXT", nullable: true),
                    idempotency_key = table.Column<string>(type: "TEXT", nullable: true),
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
            );

            migrationBuilder.CreateTable(
                name: "ledger_entries",
                columns: table => new
                {
                    seq = table.Column<long>(type: "INTEGER", nullable: false).Annotation("Sqlite:Autoincrement", true),
                    event_id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    correlation_id = table.Column<byte[]>(type: "BLOB", nullable: true),
                    package_id = table.Column<string>(type: "TEXT", nullable: true),
                    trail = table.Column<string>(type: "TEXT", nullable: true),
                    trail_seq = table.Column<long>(type: "INTEGER", nullable: true),
                    action = table.Column<string>(type: "TEXT", nullable: false),
                    entry = table.Column<byte[]>(type: "BLOB", nullable: false),
                    leaf_hash = table.Column<byte[]>(type: "BLOB", nullable: false),
                    recorded_at = table.Column<long>(type: "INTEGER", nullable: false),
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_ledger_entries", x => x.seq);
                }
            );

            migrationBuilder.CreateTable(
                name: "outbox",
                columns: table => new
                {
                    message_id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    token_id = table.Column<byte[]>(type: "BLOB", nullable: true),
                    correlation_id = table.Column<byte[]>(type: "BLOB", nullable: true),
                    destination = table.Column<string>(type: "TEXT", nullable: false),
                    content_type = table.Column<string>(type: "TEXT", nullable: false),
                    headers = table.Column<string>(type: "TEXT", nullable: true),
                    body = table.Column<byte[]>(type: "BLOB", nullable: false),
                    due_at = table.Column<long>(type: "INTEGER", nullable: false),
                    released = table.Column<bool>(type: "INTEGER", nullable: false),
                    kept = table.Column<bool>(type: "INTEGER", nullable: false),
                    resend_after_ms = table.Column<long>(type: "INTEGER", nullable: true),
                    message_type = table.Column<string>(type: "TEXT", nullable: false),
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_outbox", x => x.message_id);
                }
            );

            migrationBuilder.CreateTable(
                name: "packages",
                columns: table => new
                {
                    correlation_id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    leg = table.Column<string>(type: "TEXT", nullable: false),
                    payload = table.Column<byte[]>(type: "BLOB", nullable: false),
                    payload_sha256 = table.Column<string>(type: "TEXT", nullable: false),
                    built_at = table.Column<long>(type: "INTEGER", nullable: false),
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
                    rejection_id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    package_id = table.Column<string>(type: "TEXT", nullable: true),
                    source = table.Column<string>(type: "TEXT", nullable: false),
                    reason = table.Column<string>(type: "TEXT", nullable: false),
                    detail = table.Column<string>(type: "TEXT", nullable: true),
                    body = table.Column<byte[]>(type: "BLOB", nullable: false),
                    body_length = table.Column<long>(type: "INTEGER", nullable: false),
                    body_sha256 = table.Column<string>(type: "TEXT", nullable: false),
                    received_at = table.Column<long>(type: "INTEGER", nullable: false),
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_rejected", x => x.rejection_id);
                }
            );

            migrationBuilder.CreateTable(
                name: "transfers",
                columns: table => new
                {
                    correlation_id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    version = table.Column<int>(type: "INTEGER", nullable: false),
                    current_state = table.Column<string>(type: "TEXT", nullable: false),
                    body = table.Column<byte[]>(type: "BLOB", nullable: false),
                    package_id = table.Column<string>(type: "TEXT", nullable: false),
                    clientpo_id = table.Column<string>(type: "TEXT", nullable: false),
                    test_id = table.Column<string>(type: "TEXT", nullable: false),
                    part_id = table.Column<string>(type: "TEXT", nullable: true),
                    part_number = table.Column<string>(type: "TEXT", nullable: true),
                    station = table.Column<string>(type: "TEXT", nullable: true),
                    vault_status = table.Column<string>(type: "TEXT", nullable: false),
                    vault_attempts = table.Column<long>(type: "INTEGER", nullable: false),
                    vault_error = table.Column<string>(type: "TEXT", nullable: true),
                    vault_next_attempt_at = table.Column<long>(type: "INTEGER", nullable: true),
                    vault_completed_at = table.Column<long>(type: "INTEGER", nullable: true),
                    next_node_status = table.Column<string>(type: "TEXT", nullable: false),
                    next_node_attempts = table.Column<long>(type: "INTEGER", nullable: false),
                    next_node_error = table.Column<string>(type: "TEXT", nullable: true),
                    next_node_next_attempt_at = table.Column<long>(type: "INTEGER", nullable: true),
                    next_node_completed_at = table.Column<long>(type: "INTEGER", nullable: true),
                    received_at = table.Column<long>(type: "INTEGER", nullable: false),
                    completed_at = table.Column<long>(type: "INTEGER", nullable: true),
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_transfers", x => x.correlation_id);
                }
            );

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

            migrationBuilder.DropTable(name: "transfers");
        }
    }
}
