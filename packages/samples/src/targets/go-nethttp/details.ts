import { whole } from '../../writer/lines.ts'

/** Says what a failed answer says. */
export const DETAILS = whole(`// details is what a failed answer says, value by value; as it is where it is no JSON.
func details(data []byte) string {
	decoder := json.NewDecoder(bytes.NewReader(data))
	decoder.UseNumber()
	var problem any
	if err := decoder.Decode(&problem); err != nil || !json.Valid(data) {
		return string(data)
	}
	return strings.Join(fields(problem, ""), "\\n")
}

func fields(value any, path string) (found []string) {
	place := path
	if path == "" {
		place = "reply"
	}
	switch value := value.(type) {
	case nil:
	case map[string]any:
		for name, part := range value {
			found = append(found, fields(part, strings.TrimPrefix(path+"."+name, "."))...)
		}
		sort.Strings(found)
	case []any:
		for number, part := range value {
			found = append(found, fields(part, fmt.Sprintf("%s[%d]", place, number))...)
		}
	default:
		found = append(found, fmt.Sprintf("%s = %v", place, value))
	}
	return found
}`)
