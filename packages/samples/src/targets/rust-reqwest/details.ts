/** Says what a failed answer says. */
export const DETAILS = `/// What a failed answer says, value by value; as it is where it is no JSON.
fn details(text: &str) -> String {
    match serde_json::from_str(text) {
        Ok(error) => fields(&error, "").join("\\n"),
        Err(_) => text.to_string(),
    }
}

fn fields(value: &serde_json::Value, path: &str) -> Vec<String> {
    use serde_json::Value;
    let inner = |name: &String| if path.is_empty() { name.clone() } else { format!("{path}.{name}") };
    let place = if path.is_empty() { "reply" } else { path };
    match value {
        Value::Object(members) => members.iter().flat_map(|(name, part)| fields(part, &inner(name))).collect(),
        Value::Array(items) => {
            items.iter().enumerate().flat_map(|(number, part)| fields(part, &format!("{place}[{number}]"))).collect()
        }
        Value::Null => Vec::new(),
        Value::String(text) => vec![format!("{place} = {text}")],
        other => vec![format!("{place} = {other}")],
    }
}`.split('\n')
