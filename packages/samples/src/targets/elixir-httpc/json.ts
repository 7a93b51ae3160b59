/** Reads JSON. As of Elixir 1.18 the language does it; before, only packages do. */
export const DECODE = `# {:ok, document} of a text in JSON, RFC 8259, or :error.
defp decode(text) do
  {value, rest} = decode_value(skip(text))
  if skip(rest) == "", do: {:ok, value}, else: :error
rescue
  _ in [FunctionClauseError, MatchError, CaseClauseError, KeyError, ArgumentError] -> :error
end

defp decode_value("{" <> rest), do: decode_members(skip(rest), %{})
defp decode_value("[" <> rest), do: decode_items(skip(rest), [])
defp decode_value("\\"" <> rest), do: decode_text(rest, "")
defp decode_value("true" <> rest), do: {true, rest}
defp decode_value("false" <> rest), do: {false, rest}
defp decode_value("null" <> rest), do: {nil, rest}

defp decode_value(text) do
  [number | parts] = Regex.run(~r/^-?(?:0|[1-9]\\d*)(\\.\\d+)?([eE][-+]?\\d+)?/, text)
  {value, ""} = if parts == [], do: Integer.parse(number), else: Float.parse(number)
  {value, binary_part(text, byte_size(number), byte_size(text) - byte_size(number))}
end

defp decode_members("}" <> rest, map) when map == %{}, do: {map, rest}

defp decode_members("\\"" <> rest, map) do
  {name, rest} = decode_text(rest, "")
  ":" <> rest = skip(rest)
  {value, rest} = decode_value(skip(rest))
  map = Map.put(map, name, value)

  case skip(rest) do
    "," <> rest -> decode_members(skip(rest), map)
    "}" <> rest -> {map, rest}
  end
end

defp decode_items("]" <> rest, []), do: {[], rest}

defp decode_items(text, items) do
  {value, rest} = decode_value(text)

  case skip(rest) do
    "," <> rest -> decode_items(skip(rest), [value | items])
    "]" <> rest -> {Enum.reverse([value | items]), rest}
  end
end

defp decode_text("\\"" <> rest, done), do: {done, rest}

defp decode_text(<<"\\\\u", hex::binary-size(4), rest::binary>>, done) do
  case {String.to_integer(hex, 16), rest} do
    {high, <<"\\\\u", low::binary-size(4), rest::binary>>} when high in 0xD800..0xDBFF ->
      code = 0x10000 + (high - 0xD800) * 0x400 + String.to_integer(low, 16) - 0xDC00
      decode_text(rest, <<done::binary, code::utf8>>)

    {code, rest} when code in 0xD800..0xDFFF ->
      decode_text(rest, done <> "\\uFFFD")

    {code, rest} ->
      decode_text(rest, <<done::binary, code::utf8>>)
  end
end

defp decode_text(<<"\\\\", mark, rest::binary>>, done) do
  plain = %{?" => "\\"", ?\\\\ => "\\\\", ?/ => "/", ?b => "\\b", ?f => "\\f", ?n => "\\n", ?r => "\\r", ?t => "\\t"}
  decode_text(rest, done <> Map.fetch!(plain, mark))
end

defp decode_text(<<code::utf8, rest::binary>>, done) when code >= 0x20 do
  decode_text(rest, <<done::binary, code::utf8>>)
end

defp skip(<<space, rest::binary>>) when space in [?\\s, ?\\t, ?\\n, ?\\r], do: skip(rest)
defp skip(text), do: text`.split('\n')

export const ENCODE = `# A document of maps, lists, texts and numbers as JSON.
defp encode(map) when is_map(map) do
  "{" <> Enum.map_join(map, ",", fn {name, value} -> encode(name) <> ":" <> encode(value) end) <> "}"
end

defp encode(list) when is_list(list), do: "[" <> Enum.map_join(list, ",", &encode/1) <> "]"

defp encode(text) when is_binary(text) do
  escaped = fn
    code when code in [?", ?\\\\] -> <<?\\\\, code>>
    code when code < 0x20 -> "\\\\u" <> String.pad_leading(Integer.to_string(code, 16), 4, "0")
    code -> <<code::utf8>>
  end

  "\\"" <> for(<<code::utf8 <- text>>, into: "", do: escaped.(code)) <> "\\""
end

defp encode(nil), do: "null"
defp encode(value), do: to_string(value)`.split('\n')
