using System.Text.Json;

namespace HandoffSaga.Demo.StandInHubs;

/// <summary>Writes a stand-in hub's answers.</summary>
internal static class Answers
{
    public static Task Json(HttpContext http, int status, Action<Utf8JsonWriter> write) => Send(http, status, "application/json", write);

    /// <summary>Problem details (RFC 9457).</summary>
    public static Task Problem(HttpContext http, int status, string detail) =>
        Send(
            http,
            status,
            "application/problem+json",
            json =>
            {
                json.WriteStartObject();
                json.WriteNumber("status", status);
                json.WriteString("detail", detail);
                json.WriteEndObject();
            }
        );

    private static async Task Send(HttpContext http, int status, string contentType, Action<Utf8JsonWriter> write)
    {
        using var buffer = new MemoryStream();
        await using (var json = new Utf8JsonWriter(buffer))
            write(json);
        // Indented, because people read it with curl.
        buffer.WriteByte((byte)'\n');

        http.Response.StatusCode = status;
        http.Response.ContentType = contentType;
        http.Response.ContentLength = buffer.Length;
        await http.Response.Body.WriteAsync(buffer.GetBuffer().AsMemory(0, (int)buffer.Length), http.RequestAborted);
    }
}
