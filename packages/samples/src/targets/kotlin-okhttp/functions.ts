/** Every one is printed if a program calls it, or a function that it needs. */
export const FUNCTIONS: Readonly<Record<string, string>> = {
  fail: `fun fail(sentence: String): Nothing {
    System.err.println(sentence)
    exitProcess(1)
}`,
  setting: `fun setting(name: String, fallback: String? = null): String {
    val text = System.getenv(name)
    if (!text.isNullOrEmpty()) return text
    return fallback ?: fail("Set the environment variable $name.")
}`,
  address: `fun address(name: String, fallback: String? = null) = setting(name, fallback).trimEnd('/')`,
  seconds: `fun seconds(name: String, fallback: String): Duration {
    val value = setting(name, fallback).toDoubleOrNull() ?: fail("$name must be a number of seconds.")
    return Duration.ofMillis((value * 1000).toLong())
}`,
  encode: `fun encode(text: String) = utf8(text).joinToString("") { byte ->
    val character = byte.toInt().toChar()
    val isPlain = character in 'A'..'Z' || character in 'a'..'z' || character in '0'..'9' || character in "-._~"
    if (isPlain) character.toString() else "%%%02X".format(byte)
}`,
  utf8: `fun utf8(text: String) = text.toByteArray(Charsets.UTF_8)`,
  basic: `fun basic(login: String) = "Basic " + Base64.getEncoder().encodeToString(utf8(login))`,
  mapper: `val mapper = ObjectMapper()
    .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)`,
  json: `fun json(value: Any?): String = mapper.writeValueAsString(value)`,
  valid: `fun valid(name: String, text: String): String {
    try {
        mapper.readValue(text, Any::class.java)
        return text
    } catch (problem: JsonProcessingException) {
        fail("$name must hold a JSON value, such as 5 or true.")
    }
}`,
  content: `fun content(path: String): ByteArray {
    try {
        return File(path).readBytes()
    } catch (problem: IOException) {
        fail("The file cannot be read: \${problem.message}")
    }
}`,
  baseName: `fun baseName(path: String) = File(path).name`,
  newBoundary: `fun newBoundary() = UUID.randomUUID().toString()`,
  part: `fun part(name: String, data: ByteArray, fileName: String? = null, type: String? = null): ByteArray {
    fun quoted(text: String) = "\\"" + text.replace("\\\\", "\\\\\\\\").replace("\\"", "\\\\\\"") + "\\""
    var header = "Content-Disposition: form-data; name=" + quoted(name)
    if (fileName != null) header += "; filename=" + quoted(fileName)
    if (type != null) header += "\\r\\nContent-Type: " + type
    return utf8(header + "\\r\\n\\r\\n") + data
}`,
  multipart: `fun multipart(boundary: String, parts: List<ByteArray>): ByteArray {
    var body = ByteArray(0)
    for (part in parts) body += utf8("--$boundary\\r\\n") + part + utf8("\\r\\n")
    return body + utf8("--$boundary--\\r\\n")
}`,
  standardInput: `fun standardInput() = String(System.\`in\`.readBytes(), Charsets.UTF_8)`,
  send: `fun send(
    method: String, url: String, headers: List<Pair<String, String>>, timeout: Duration, type: String?, body: ByteArray?,
): Answer {
    val client = OkHttpClient.Builder().callTimeout(timeout).build()
    val needsBody = method in listOf("POST", "PUT", "PATCH")
    val content = (body ?: if (needsBody) ByteArray(0) else null)?.toRequestBody(type?.toMediaTypeOrNull())
    try {
        val request = Request.Builder().url(url).method(method, content)
        for ((name, value) in headers) request.addHeader(name, value)
        client.newCall(request.build()).execute().use { response ->
            return Answer(response.code, response.body?.string() ?: "")
        }
    } catch (problem: IOException) {
        fail("The request failed: \${problem.message}")
    } catch (problem: IllegalArgumentException) {
        fail("The request cannot be made: \${problem.message}")
    }
}`,
  accessToken: `fun accessToken(granted: Answer): String {
    if (granted.status != 200) fail("No token could be had: the server answered \${granted.status}.")
    return value<String>(parse(granted.text), "access_token")
}`,
  details: `/** What a failed answer says, value by value; as it is where it is no document. */
fun details(text: String): String {
    try {
        return fields(mapper.readValue(text, Any::class.java), "").joinToString("\\n")
    } catch (problem: JsonProcessingException) {
        return text
    }
}`,
  fields: `fun fields(found: Any?, path: String): List<String> {
    val place = path.ifEmpty { "reply" }
    return when (found) {
        null -> emptyList()
        is Map<*, *> -> found.flatMap { (name, inner) -> fields(inner, if (path.isEmpty()) "$name" else "$path.$name") }
        is List<*> -> found.flatMapIndexed { number, inner -> fields(inner, "$place[$number]") }
        else -> listOf("$place = $found")
    }
}`,
  parse: `fun parse(text: String): Any? {
    try {
        return mapper.readValue(text, Any::class.java)
    } catch (problem: JsonProcessingException) {
        fail("The answer is not JSON.")
    }
}`,
  value: `/** What lies at a path of the answer, of the kind that it must be. */
inline fun <reified Value> value(document: Any?, vararg path: String): Value =
    optionalValue<Value>(document, *path) ?: fail("The answer has no \${path.joinToString(".")}.")`,
  optionalValue: `inline fun <reified Value> optionalValue(document: Any?, vararg path: String): Value? {
    var found = document
    for (name in path) found = (found as? Map<*, *>)?.get(name)
    if (found != null && found !is Value) fail("\${path.joinToString(".")} of the answer is of another kind.")
    return found as Value?
}`,
}
