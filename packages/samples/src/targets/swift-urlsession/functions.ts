/** Every one is printed if a program calls it, or a function that it needs. */
export const FUNCTIONS: Readonly<Record<string, string>> = {
  fail: `func fail(_ sentence: String) -> Never {
    FileHandle.standardError.write(Data((sentence + "\\n").utf8))
    exit(1)
}`,
  setting: `func setting(_ name: String, _ fallback: String? = nil) -> String {
    if let text = ProcessInfo.processInfo.environment[name], !text.isEmpty { return text }
    guard let fallback = fallback else { fail("Set the environment variable \\(name).") }
    return fallback
}`,
  address: `func address(_ name: String, _ fallback: String? = nil) -> String {
    var text = setting(name, fallback)
    while text.hasSuffix("/") { text.removeLast() }
    return text
}`,
  seconds: `func seconds(_ name: String, _ fallback: String) -> Double {
    guard let value = Double(setting(name, fallback)) else { fail("\\(name) must be a number of seconds.") }
    return value
}`,
  encode: `func encode(_ text: String) -> String {
    let plain = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~"
    return text.addingPercentEncoding(withAllowedCharacters: CharacterSet(charactersIn: plain)) ?? ""
}`,
  utf8: `func utf8(_ text: String) -> Data {
    return Data(text.utf8)
}`,
  basic: `func basic(_ login: String) -> String {
    return "Basic " + utf8(login).base64EncodedString()
}`,
  json: `func json(_ value: Any) -> String {
    guard let data = try? JSONSerialization.data(withJSONObject: value, options: [.fragmentsAllowed, .withoutEscapingSlashes]) else {
        fail("A value cannot be written as JSON.")
    }
    return String(decoding: data, as: UTF8.self)
}`,
  valid: `func valid(_ name: String, _ text: String) -> String {
    if (try? JSONSerialization.jsonObject(with: utf8(text), options: .fragmentsAllowed)) == nil {
        fail("\\(name) must hold a JSON value, such as 5 or true.")
    }
    return text
}`,
  content: `func content(_ path: String) -> Data {
    guard let data = FileManager.default.contents(atPath: path) else { fail("The file \\(path) cannot be read.") }
    return data
}`,
  baseName: `func baseName(_ path: String) -> String {
    return URL(fileURLWithPath: path).lastPathComponent
}`,
  newBoundary: `func newBoundary() -> String {
    return UUID().uuidString
}`,
  part: `func part(_ name: String, _ data: Data, _ fileName: String? = nil, _ type: String? = nil) -> Data {
    func quoted(_ text: String) -> String {
        let escaped = text.replacingOccurrences(of: "\\\\", with: "\\\\\\\\").replacingOccurrences(of: "\\"", with: "\\\\\\"")
        return "\\"" + escaped + "\\""
    }
    var header = "Content-Disposition: form-data; name=" + quoted(name)
    if let fileName = fileName { header += "; filename=" + quoted(fileName) }
    if let type = type { header += "\\r\\nContent-Type: " + type }
    return utf8(header + "\\r\\n\\r\\n") + data
}`,
  multipart: `func multipart(_ boundary: String, _ parts: [Data]) -> Data {
    var body = Data()
    for part in parts { body += utf8("--\\(boundary)\\r\\n") + part + utf8("\\r\\n") }
    return body + utf8("--\\(boundary)--\\r\\n")
}`,
  standardInput: `func standardInput() -> String {
    return String(decoding: FileHandle.standardInput.readDataToEndOfFile(), as: UTF8.self)
}`,
  send: `func send(
    _ method: String, _ url: String, _ headers: [(String, String)], _ timeout: Double, _ type: String?, _ body: Data?
) async -> (status: Int, text: String) {
    guard let address = URL(string: url) else { fail("This is no address: \\(url)") }
    var request = URLRequest(url: address, timeoutInterval: timeout)
    request.httpMethod = method
    request.httpBody = body
    if let type = type { request.setValue(type, forHTTPHeaderField: "Content-Type") }
    for (name, value) in headers { request.addValue(value, forHTTPHeaderField: name) }
    do {
        let (data, response) = try await URLSession.shared.data(for: request)
        guard let answer = response as? HTTPURLResponse else { fail("The answer is not HTTP.") }
        return (answer.statusCode, String(decoding: data, as: UTF8.self))
    } catch {
        fail("The request failed: \\(error.localizedDescription)")
    }
}`,
  accessToken: `func accessToken(_ granted: (status: Int, text: String)) -> String {
    if granted.status != 200 { fail("No token could be had: the server answered \\(granted.status).") }
    return value(parse(granted.text), ["access_token"], String.self)
}`,
  details: `/// What a failed answer says, field by field; as it is where it is no document.
func details(_ text: String) -> String {
    guard let document = try? JSONSerialization.jsonObject(with: utf8(text)) else { return text }
    return fields(document, "").joined(separator: "\\n")
}`,
  fields: `func fields(_ found: Any, _ path: String) -> [String] {
    let place = path.isEmpty ? "reply" : path
    if let members = found as? [String: Any] {
        return members.sorted { $0.key < $1.key }.flatMap { member in
            fields(member.1, path.isEmpty ? member.0 : "\\(path).\\(member.0)")
        }
    }
    if let items = found as? [Any] {
        return items.enumerated().flatMap { item in fields(item.1, "\\(place)[\\(item.0)]") }
    }
    return found is NSNull ? [] : ["\\(place) = \\(found as? String ?? json(found))"]
}`,
  parse: `func parse(_ text: String) -> Any {
    guard let document = try? JSONSerialization.jsonObject(with: utf8(text), options: .fragmentsAllowed) else {
        fail("The answer is not JSON.")
    }
    return document
}`,
  value: `/// What lies at a path of the answer, of the kind that it must be.
func value<Value>(_ document: Any, _ path: [String], _ kind: Value.Type) -> Value {
    guard let found = optionalValue(document, path, kind) else { fail("The answer has no \\(path.joined(separator: ".")).") }
    return found
}`,
  optionalValue: `func optionalValue<Value>(_ document: Any, _ path: [String], _ kind: Value.Type) -> Value? {
    var found: Any? = document
    for name in path { found = (found as? [String: Any])?[name] }
    guard let there = found, !(there is NSNull) else { return nil }
    guard let value = there as? Value else { fail("\\(path.joined(separator: ".")) of the answer is of another kind.") }
    return value
}`,
}
