/** Every one is printed if a program calls it, or a function that it needs. */
export const FUNCTIONS: Readonly<Record<string, string>> = {
  fail: `static void Fail(string sentence) {
    Console.Error.WriteLine(sentence);
    Environment.Exit(1);
}`,
  setting: `static string Setting(string name, string? fallback = null) {
    var text = Environment.GetEnvironmentVariable(name);
    if (!string.IsNullOrEmpty(text)) return text;
    if (fallback == null) Fail($"Set the environment variable {name}.");
    return fallback!;
}`,
  address: `static string Address(string name, string? fallback = null) => Setting(name, fallback).TrimEnd('/');`,
  seconds: `static TimeSpan Seconds(string name, string fallback) {
    if (double.TryParse(Setting(name, fallback), NumberStyles.Float, CultureInfo.InvariantCulture, out var seconds)) {
        return TimeSpan.FromSeconds(seconds);
    }
    Fail($"{name} must be a number of seconds.");
    return TimeSpan.Zero;
}`,
  encode: `static string Encode(string text) => Uri.EscapeDataString(text);`,
  utf8: `static byte[] Utf8(string text) => Encoding.UTF8.GetBytes(text);`,
  basic: `static string Basic(string login) => "Basic " + Convert.ToBase64String(Utf8(login));`,
  json: `static string Json(JsonNode value) => value.ToJsonString();`,
  valid: `static string Valid(string name, string text) {
    try {
        using var document = JsonDocument.Parse(text);
    } catch (JsonException) {
        Fail($"{name} must hold a JSON value, such as 5 or true.");
    }
    return text;
}`,
  content: `static byte[] Content(string path) {
    try {
        return File.ReadAllBytes(path);
    } catch (Exception problem) when (problem is IOException or UnauthorizedAccessException) {
        Fail($"The file cannot be read: {problem.Message}");
        throw;
    }
}`,
  baseName: `static string BaseName(string path) => Path.GetFileName(path);`,
  newBoundary: `static string NewBoundary() => Guid.NewGuid().ToString("N");`,
  part: `static byte[] Part(string name, byte[] content, string? fileName = null, string? type = null) {
    static string Quoted(string text) => "\\"" + text.Replace("\\\\", "\\\\\\\\").Replace("\\"", "\\\\\\"") + "\\"";
    var header = "Content-Disposition: form-data; name=" + Quoted(name);
    if (fileName != null) header += "; filename=" + Quoted(fileName);
    if (type != null) header += "\\r\\nContent-Type: " + type;
    return Utf8(header + "\\r\\n\\r\\n").Concat(content).ToArray();
}`,
  multipart: `static byte[] Multipart(string boundary, List<byte[]> parts) {
    var body = new List<byte>();
    foreach (var part in parts) body.AddRange(Utf8($"--{boundary}\\r\\n").Concat(part).Concat(Utf8("\\r\\n")));
    return body.Concat(Utf8($"--{boundary}--\\r\\n")).ToArray();
}`,
  standardInput: `static string StandardInput() => new StreamReader(Console.OpenStandardInput()).ReadToEnd();`,
  send: `static async Task<Answer> Send(
    string method, string url, List<(string Name, string Value)> headers, TimeSpan timeout, string? type, byte[]? body
) {
    using var client = new HttpClient { Timeout = timeout };
    using var request = new HttpRequestMessage(new HttpMethod(method), url);
    if (body != null) {
        request.Content = new ByteArrayContent(body);
        request.Content.Headers.TryAddWithoutValidation("Content-Type", type);
    }
    foreach (var (name, value) in headers) {
        if (!request.Headers.TryAddWithoutValidation(name, value)) {
            request.Content ??= new ByteArrayContent(Array.Empty<byte>());
            request.Content.Headers.TryAddWithoutValidation(name, value);
        }
    }
    try {
        using var response = await client.SendAsync(request);
        return new Answer((int)response.StatusCode, Encoding.UTF8.GetString(await response.Content.ReadAsByteArrayAsync()));
    } catch (Exception problem) when (problem is HttpRequestException or TaskCanceledException) {
        Fail($"The request failed: {problem.Message}");
        throw;
    }
}`,
  accessToken: `static string AccessToken(Answer granted) {
    if (granted.Status != 200) Fail($"No token could be had: the server answered {granted.Status}.");
    return ValueText(Parse(granted.Text), "access_token");
}`,
  details: `/// What a failed answer says, value by value; as it is where it is no document.
static string Details(string text) {
    try {
        return string.Join('\\n', Fields(JsonNode.Parse(text), ""));
    } catch (JsonException) {
        return text;
    }
}`,
  fields: `static IEnumerable<string> Fields(JsonNode? node, string path) {
    var place = path == "" ? "reply" : path;
    return node switch {
        null => Enumerable.Empty<string>(),
        JsonObject map => map.SelectMany(member => Fields(member.Value, path == "" ? member.Key : $"{path}.{member.Key}")),
        JsonArray list => list.SelectMany((item, number) => Fields(item, $"{place}[{number}]")),
        _ => new[] { $"{place} = {(node.GetValueKind() == JsonValueKind.String ? node.GetValue<string>() : node.ToJsonString())}" },
    };
}`,
  parse: `static JsonNode? Parse(string text) {
    try {
        return JsonNode.Parse(text);
    } catch (JsonException) {
        Fail("The answer is not JSON.");
        throw;
    }
}`,
  shown: `static string Shown(object? value) => value is JsonNode node
    ? node.ToJsonString()
    : Convert.ToString(value, CultureInfo.InvariantCulture) ?? "";`,
  numbered: `static IEnumerable<(int, JsonNode?)> Numbered(JsonArray list) => list.Select((item, at) => (at, item));`,
  optionalNode: `static JsonNode? OptionalNode(JsonNode? document, params string[] path) {
    foreach (var name in path) document = document is JsonObject map ? map[name] : null;
    return document;
}`,
  optionalText: `static string? OptionalText(JsonNode? document, params string[] path) =>
    Optional(document, path, JsonValueKind.String)?.GetValue<string>();`,
  optionalInteger: `static long? OptionalInteger(JsonNode? document, params string[] path) =>
    Optional(document, path, JsonValueKind.Number) is JsonNode node ? node.GetValue<long>() : null;`,
  optionalBigInteger: `static BigInteger? OptionalBigInteger(JsonNode? document, params string[] path) =>
    Optional(document, path, JsonValueKind.Number) is JsonNode node ? BigInteger.Parse(node.ToJsonString()) : null;`,
  optionalNumber: `static double? OptionalNumber(JsonNode? document, params string[] path) =>
    Optional(document, path, JsonValueKind.Number) is JsonNode node ? node.GetValue<double>() : null;`,
  optionalBoolean: `static bool? OptionalBoolean(JsonNode? document, params string[] path) =>
    Optional(document, path, JsonValueKind.True, JsonValueKind.False) is JsonNode node ? node.GetValue<bool>() : null;`,
  optionalList: `static JsonArray? OptionalList(JsonNode? document, params string[] path) =>
    (JsonArray?)Optional(document, path, JsonValueKind.Array);`,
  optionalObject: `static JsonObject? OptionalObject(JsonNode? document, params string[] path) =>
    (JsonObject?)Optional(document, path, JsonValueKind.Object);`,
  optional: `static JsonNode? Optional(JsonNode? document, string[] path, params JsonValueKind[] kinds) {
    var node = OptionalNode(document, path);
    if (node != null && !kinds.Contains(node.GetValueKind())) Fail($"{string.Join('.', path)} of the answer is of another kind.");
    return node;
}`,
  ...Object.fromEntries(
    [
      'Node:JsonNode',
      'Text:string',
      'Integer:long',
      'BigInteger:BigInteger',
      'Number:double',
      'Boolean:bool',
      'List:JsonArray',
      'Object:JsonObject',
    ].map(each => {
      const [kind = '', type = ''] = each.split(':')
      const isStruct = /^(long|BigInteger|double|bool)$/.test(type)
      const found = `Optional${kind}(document, path)`
      return [
        `value${kind}`,
        `static ${type} Value${kind}(JsonNode? document, params string[] path) {
    var found = ${found};
    if (found == null) Fail($"The answer has no {string.Join('.', path)}.");
    return found!${isStruct ? '.Value' : ''};
}`,
      ]
    }),
  ),
}
