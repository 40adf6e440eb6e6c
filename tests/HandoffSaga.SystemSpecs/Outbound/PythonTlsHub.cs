using System.Diagnostics;
using System.Globalization;
using HandoffSaga.SystemSpecs.Harness;

namespace HandoffSaga.SystemSpecs.Outbound;

/// <summary>A hub by Python's ssl module, that is by OpenSSL: it wants a client certificate and answers 200.</summary>
internal static class PythonTlsHub
{
    private const string Program = """
        import http.server, socket, ssl, sys
        certificate, key, clients, version = sys.argv[1:]
        class Hub(http.server.BaseHTTPRequestHandler):
            def do_POST(self):
                self.rfile.read(int(self.headers["Content-Length"]))
                self.send_response(200)
                self.send_header("Content-Length", "0")
                self.end_headers()
                subject = dict(pair[0] for pair in self.connection.getpeercert()["subject"])
                print("client", subject["commonName"], flush=True)
            def log_message(self, *_): pass
        class Server(http.server.ThreadingHTTPServer):
            def handle_error(self, request, *_):
                # What the client sent meanwhile is read: an unread rest would reset the connection, and the alert be lost.
                request.settimeout(1)
                while socket.socket.recv(request, 65536): pass
        server = Server(("127.0.0.1", 0), Hub)
        tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        tls.minimum_version = tls.maximum_version = ssl.TLSVersion[version]
        tls.load_cert_chain(certificate, key)
        tls.load_verify_locations(clients)
        tls.verify_mode = ssl.CERT_REQUIRED
        server.socket = tls.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
        print("port", server.server_port, flush=True)
        server.serve_forever()
        """;

    /// <summary>Starts it; the port it listens on.</summary>
    public static async Task<(HeardProcess Process, int Port)> Start(string certificate, string key, string clients, string version)
    {
        var process = HeardProcess.Start(new ProcessStartInfo("/usr/bin/python3", ["-c", Program, certificate, key, clients, version]));
        using var patience = new CancellationTokenSource(BusyMachine.Patience);
        using var look = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        while (true)
        {
            var said = process.Said.Split('\n').FirstOrDefault(line => line.StartsWith("port ", StringComparison.Ordinal));
            if (said is not null)
                return (process, int.Parse(said.AsSpan(5).Trim(), CultureInfo.InvariantCulture));
            await look.WaitForNextTickAsync(patience.Token);
        }
    }
}
