import { answerCode } from '../../program/answer.ts'
import { wordFor } from '../../program/kinds.ts'
import { labelPieces } from '../../program/pieces.ts'
import { type Label, type Reader, readValues } from '../../program/reading.ts'
import type { Leaf, ReadItem } from '../../reply/reading.ts'
import { block, type Code, sections } from '../../writer/lines.ts'
import { type CppProgram, literal, TAB } from './program.ts'

/** Checks the status of `answer`, reads it and shows what was read. */
export function readAnswer(program: CppProgram): Code {
  const functions = { fields: FIELDS, details: DETAILS }
  const said = program.explained('answer.text', 'details(answer.text)', functions, 'nlohmann/json.hpp')
  const failed = program.failed('answer.status', { any: 'answer.status / 100 != 2' })
  const sentence = `"The server answered " + std::to_string(answer.status) + ", not ${program.expected}:\\n" + ${said}`
  return answerCode(program.plan, {
    check: block(TAB, `if (${failed}) {`, `fail(${sentence});`, '}'),
    print: `std::cout << answer.text << '\\n';`,
    read: () => readDocument(program, 'answer.text'),
    filled: read => block(TAB, 'if (!answer.text.empty()) {', read, '}'),
  })
}

const FIELDS = `std::string fields(const json& value, const std::string& path) {
    const std::string place = path.empty() ? "reply" : path;
    std::string found;
    if (value.is_object()) {
        for (const auto& member : value.items()) {
            found += fields(member.value(), path.empty() ? member.key() : path + "." + member.key());
        }
    } else if (value.is_array()) {
        for (std::size_t at = 0; at < value.size(); ++at) found += fields(value[at], place + "[" + std::to_string(at) + "]");
    } else if (!value.is_null()) {
        found = place + " = " + (value.is_string() ? value.get<std::string>() : value.dump()) + "\\n";
    }
    return found;
}`.split('\n')

const DETAILS = `// What a failed answer says, value by value; as it is where it is no JSON.
std::string details(const std::string& text) {
    const json problem = json::parse(text, nullptr, false);
    return problem.is_discarded() ? text : fields(problem, "");
}`.split('\n')

/** Reads the document that a text or a stream holds. */
export function readDocument(program: CppProgram, source: string): string[] {
  const { options, values } = program.plan
  program.import('nlohmann/json.hpp')
  return sections(
    [
      `const json reply = json::parse(${source}, nullptr, false);`,
      'if (reply.is_discarded()) fail("The answer is not JSON.");',
      'std::cout << std::boolalpha;',
    ],
    readValues(values, reader(program), program.scope, 'reply', options.secrets === 'shown'),
  )
}

function reader(program: CppProgram): Reader {
  const read = (value: ReadItem, from: string, path: readonly string[], absent: boolean) => {
    program.import('cstdint', 'initializer_list', 'optional', 'type_traits', 'vector')
    program.define('find', FIND)
    program.define('value', VALUE)
    return `${absent ? 'optional_' : ''}value<${typeOf(value)}>(${from}, {${path.map(literal).join(', ')}})`
  }
  return {
    leaf: (name, from, path, leaf, absent) =>
      `const auto ${name} = ${read(leaf, from, path, absent || leaf.kind === 'null')};`,
    list: (name, from, path, list, absent) =>
      `const auto ${name} = ${read(list, from, path, absent)}${absent ? '.value_or(std::vector<json>())' : ''};`,
    show: (label, name, leaf, absent) => {
      if (absent || leaf.kind === 'null') return `if (${name}) ${print(label, `*${name}`, leaf)}`
      return print(label, name, leaf)
    },
    each: (list, item, index, isNullable, body, value) =>
      block(
        TAB,
        `for (std::size_t ${index} = 0; ${index} < ${list}.size(); ++${index}) {`,
        [
          isNullable && `if (${list}[${index}].is_null()) continue;`,
          value.kind === 'record'
            ? `const json& ${item} = ${list}[${index}];`
            : `const auto ${item} = ${read(value, `${list}[${index}]`, [], value.kind === 'null')};`,
          value.kind === 'null' ? `if (!${item}) continue;` : [],
          body,
        ],
        '}',
      ),
  }
}

function print(label: Label, value: string, leaf: Leaf): string {
  const parts = [...labelPieces(label), ' = '].map(part => (typeof part === 'string' ? literal(part) : part.code))
  return `std::cout << ${[...parts, shown(value, leaf)].join(' << ')} << '\\n';`
}

/** A double is shown with as many digits as it needs by the printer of JSON alone. */
function shown(value: string, leaf: Leaf): string {
  if (leaf.kind === 'number') return `json(${value})`
  return value
}

const typeOf = (value: ReadItem): string =>
  wordFor(value, {
    string: 'std::string',
    integer: 'std::int64_t',
    bigInteger: 'json',
    number: 'double',
    boolean: 'bool',
    list: 'std::vector<json>',
    object: 'json',
    any: 'json',
  })

const FIND = `// What lies at a path of the answer; nullptr where there is nothing.
const json* find(const json& document, std::initializer_list<std::string> path) {
    const json* found = &document;
    for (const std::string& name : path) {
        if (!found->is_object() || !found->contains(name)) return nullptr;
        found = &found->at(name);
    }
    return found->is_null() ? nullptr : found;
}`.split('\n')

const VALUE = `template <typename Value>
std::optional<Value> optional_value(const json& document, std::initializer_list<std::string> path) {
    const json* found = find(document, path);
    if (found == nullptr) return std::nullopt;
    bool fits = true;
    if constexpr (std::is_same_v<Value, std::string>) fits = found->is_string();
    if constexpr (std::is_same_v<Value, std::int64_t>) fits = found->is_number_integer();
    if constexpr (std::is_same_v<Value, double>) fits = found->is_number();
    if constexpr (std::is_same_v<Value, bool>) fits = found->is_boolean();
    if constexpr (std::is_same_v<Value, std::vector<json>>) fits = found->is_array();
    if (!fits) fail("The answer holds another kind of value than it should.");
    if constexpr (std::is_same_v<Value, json>) return *found;
    else return found->get<Value>();
}

template <typename Value>
Value value(const json& document, std::initializer_list<std::string> path) {
    const std::optional<Value> found = optional_value<Value>(document, path);
    std::string place;
    for (const std::string& name : path) place += "." + name;
    if (!found) fail("The answer has no " + place.substr(place.empty() ? 0 : 1) + ".");
    return *found;
}`.split('\n')
