/** Every one is printed if a program calls it, or a function that it needs. */
export const FUNCTIONS: Readonly<Record<string, string>> = {
  fail: `Never fail(String sentence) {
  stderr.writeln(sentence);
  exit(1);
}`,
  setting: `String setting(String name, [String? fallback]) {
  final text = Platform.environment[name] ?? '';
  return text.isNotEmpty ? text : fallback ?? fail('Set the environment variable $name.');
}`,
  address: `String address(String name, [String? fallback]) => setting(name, fallback).replaceFirst(RegExp(r'/+$'), '');`,
  seconds: `Duration seconds(String name, String fallback) {
  final value = double.tryParse(setting(name, fallback)) ?? fail('$name must be a number of seconds.');
  return Duration(milliseconds: (value * 1000).round());
}`,
  encode: `String encode(String text) => utf8(text)
    .map((byte) => RegExp(r'[A-Za-z0-9._~-]').hasMatch(String.fromCharCode(byte))
        ? String.fromCharCode(byte)
        : '%\${byte.toRadixString(16).toUpperCase().padLeft(2, '0')}')
    .join();`,
  utf8: `List<int> utf8(String text) => const Utf8Encoder().convert(text);`,
  basic: `String basic(String login) => 'Basic ' + base64.encode(utf8(login));`,
  json: `String json(Object? value) => jsonEncode(value);`,
  valid: `String valid(String name, String text) {
  try {
    jsonDecode(text);
    return text;
  } on FormatException {
    fail('$name must hold a JSON value, such as 5 or true.');
  }
}`,
  content: `List<int> content(String path) {
  try {
    return File(path).readAsBytesSync();
  } on FileSystemException catch (problem) {
    fail('The file cannot be read: $problem');
  }
}`,
  baseName: `String baseName(String path) => File(path).uri.pathSegments.last;`,
  newBoundary: `String newBoundary() => List.generate(32, (_) => Random.secure().nextInt(16).toRadixString(16)).join();`,
  part: `List<int> part(String name, List<int> data, [String? fileName, String? type]) {
  String quoted(String text) => '"\${text.replaceAllMapped(RegExp(r'["\\\\]'), (mark) => '\\\\\${mark[0]}')}"';
  var header = 'Content-Disposition: form-data; name=\${quoted(name)}';
  if (fileName != null) header += '; filename=\${quoted(fileName)}';
  if (type != null) header += '\\r\\nContent-Type: $type';
  return [...utf8('$header\\r\\n\\r\\n'), ...data];
}`,
  multipart: `List<int> multipart(String boundary, List<List<int>> parts) => [
      for (final part in parts) ...[...utf8('--$boundary\\r\\n'), ...part, ...utf8('\\r\\n')],
      ...utf8('--$boundary--\\r\\n'),
    ];`,
  standardInput: `Future<String> standardInput() => const Utf8Decoder(allowMalformed: true).bind(stdin).join();`,
  send: `Future<({int status, String text})> send(
  String method,
  String url,
  Map<String, String> headers,
  Duration timeout,
  String? type,
  List<int>? body,
) async {
  final client = http.Client();
  try {
    final request = http.Request(method, Uri.parse(url));
    request.headers.addAll(headers);
    if (type != null) request.headers['content-type'] = type;
    if (body != null) request.bodyBytes = body;
    final response = await client.send(request).then(http.Response.fromStream).timeout(timeout);
    return (status: response.statusCode, text: const Utf8Decoder(allowMalformed: true).convert(response.bodyBytes));
  } on Exception catch (problem) {
    fail('The request failed: $problem');
  } finally {
    client.close();
  }
}`,
  accessToken: `String accessToken(({int status, String text}) granted) {
  if (granted.status != 200) fail('No token could be had: the server answered \${granted.status}.');
  return value<String>(parse(granted.text), ['access_token']);
}`,
  details: `/// What a failed answer says, field by field; as it is where it is no document.
String details(String text) {
  try {
    return fields(jsonDecode(text), '').join('\\n');
  } on FormatException {
    return text;
  }
}`,
  fields: `Iterable<String> fields(dynamic found, String path) {
  final place = path.isEmpty ? 'reply' : path;
  if (found is Map) {
    return found.keys.expand((name) => fields(found[name], path.isEmpty ? name : '$path.$name'));
  }
  if (found is List) {
    return Iterable<int>.generate(found.length).expand((number) => fields(found[number], '$place[$number]'));
  }
  return [if (found != null) '$place = $found'];
}`,
  parse: `dynamic parse(String text) {
  try {
    return jsonDecode(text);
  } on FormatException {
    fail('The answer is not JSON.');
  }
}`,
  value: `/// What lies at a path of the answer, of the kind that it must be.
Value value<Value>(dynamic document, List<String> path) =>
    optionalValue<Value>(document, path) ?? fail('The answer has no \${path.join('.')}.');`,
  optionalValue: `Value? optionalValue<Value>(dynamic document, List<String> path) {
  for (final name in path) {
    document = document is Map ? document[name] : null;
  }
  return document is Value? ? document : fail('\${path.join('.')} of the answer is of another kind.');
}`,
}
