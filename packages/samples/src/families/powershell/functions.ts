/** Every one is printed if a program calls it, or a function that it needs. */
export const FUNCTIONS: Readonly<Record<string, string>> = {
  fail: `function Fail([string] $Sentence) {
    [Console]::Error.WriteLine($Sentence)
    exit 1
}`,
  setting: `function Setting([string] $Name, $Default) {
    $text = [Environment]::GetEnvironmentVariable($Name)
    if ($text) { return $text }
    if ($null -eq $Default) { Fail "Set the environment variable $Name." }
    $Default
}`,
  address: `function Address([string] $Name, $Default) {
    (Setting $Name $Default).TrimEnd('/')
}`,
  seconds: `function Seconds([string] $Name, $Default) {
    $count = 0.0
    $isNumber = [double]::TryParse((Setting $Name $Default), 'Float', [cultureinfo]::InvariantCulture, [ref] $count)
    if (-not $isNumber) { Fail "$Name must be a number of seconds." }
    $count
}`,
  encode: `function Encode([string] $Text) {
    [uri]::EscapeDataString($Text)
}`,
  utf8: `function Utf8([string] $Text) {
    , [System.Text.UTF8Encoding]::new().GetBytes($Text)
}`,
  basic: `function Basic([string] $Login) {
    'Basic ' + [Convert]::ToBase64String((Utf8 $Login))
}`,
  json: `function Json($Document) {
    ConvertTo-Json -InputObject $Document -Depth 100
}`,
  valid: `function Valid([string] $Name, [string] $Text) {
    $null = Parse $Text "$Name must hold a JSON value, such as 5 or true."
    $Text
}`,
  content: `function Content([string] $Path) {
    try {
        , [System.IO.File]::ReadAllBytes((Convert-Path -LiteralPath $Path))
    } catch {
        Fail "The file cannot be read: $($_.Exception.Message)"
    }
}`,
  baseName: `function BaseName([string] $Path) {
    [System.IO.Path]::GetFileName($Path)
}`,
  newBoundary: `function NewBoundary {
    [guid]::NewGuid().ToString('N')
}`,
  part: `function Part([string] $Name, [byte[]] $Bytes, $FileName, $Type) {
    $head = 'Content-Disposition: form-data; name="{0}"' -f ($Name -replace '["\\\\]', '\\$&')
    if ($null -ne $FileName) { $head += '; filename="{0}"' -f ($FileName -replace '["\\\\]', '\\$&') }
    if ($null -ne $Type) { $head += "\`r\`nContent-Type: $Type" }
    @{ Head = $head; Bytes = $Bytes }
}`,
  multipart: `function Multipart([string] $Boundary, $Parts) {
    $body = [System.Collections.Generic.List[byte]]::new()
    foreach ($part in $Parts) {
        $body.AddRange([byte[]] (Utf8 "--$Boundary\`r\`n$($part.Head)\`r\`n\`r\`n"))
        $body.AddRange([byte[]] $part.Bytes)
        $body.AddRange([byte[]] (Utf8 "\`r\`n"))
    }
    $body.AddRange([byte[]] (Utf8 "--$Boundary--\`r\`n"))
    , $body.ToArray()
}`,
  standardInput: `function StandardInput {
    [System.IO.StreamReader]::new([Console]::OpenStandardInput()).ReadToEnd()
}`,
  send: `function Send([string] $Method, [string] $Url, $Headers, [double] $Timeout, $Type, $Body) {
    $request = @{
        Uri = $Url
        CustomMethod = $Method
        Headers = $Headers
        ConnectionTimeoutSeconds = [Math]::Ceiling($Timeout)
        OperationTimeoutSeconds = [Math]::Ceiling($Timeout)
        SkipHeaderValidation = $true
        SkipHttpErrorCheck = $true
    }
    if ($null -ne $Body) {
        $request.ContentType = $Type
        $request.Body = $Body
    }
    try {
        $response = Invoke-WebRequest @request
    } catch {
        Fail "The request failed: $($_.Exception.Message)"
    }
    $bytes = $response.RawContentStream.ToArray()
    @{ Status = $response.StatusCode; Text = [System.Text.UTF8Encoding]::new().GetString($bytes) }
}`,
  answered: `function Answered([string[]] $Output) {
    @{ Status = [int] $Output[-1]; Text = $Output[0..($Output.Count - 2)] -join "\`n" }
}`,
  accessToken: `function AccessToken($Granted) {
    if ($Granted.Status -ne 200) { Fail "No token could be had: the server answered $($Granted.Status)." }
    Value (Parse $Granted.Text) 'text' @('access_token')
}`,
  details: `function Details([string] $Text) {
    # What a failed answer says, field by field; as it is where it is no document.
    try {
        $document = [JsonDocument]::Parse($Text).RootElement
    } catch {
        return $Text
    }
    (Fields $document '') -join "\`n"
}`,
  fields: `function Fields($Found, [string] $Place) {
    $label = if ($Place) { $Place } else { 'reply' }
    $number = 0
    switch ("$($Found.ValueKind)") {
        'Object' {
            foreach ($member in $Found.EnumerateObject()) {
                Fields $member.Value ("$Place.$($member.Name)" -replace '^\\.')
            }
        }
        'Array' {
            foreach ($item in $Found.EnumerateArray()) {
                Fields $item ('{0}[{1}]' -f $label, $number)
                $number++
            }
        }
        'Null' { }
        'String' { "$label = $($Found.GetString())" }
        default { "$label = $($Found.GetRawText())" }
    }
}`,
  parse: `function Parse([string] $Text, [string] $Problem = 'The answer is not JSON.') {
    try {
        [JsonDocument]::Parse($Text).RootElement
    } catch {
        Fail $Problem
    }
}`,
  value: `function Value($Document, [string] $Kind, [string[]] $Path) {
    $found = Optional $Document $Kind $Path
    if ($null -eq $found) { Fail "The answer has no $($Path -join '.')." }
    , $found
}`,
  listOf: `function ListOf($Document, [string[]] $Path) {
    $found = Optional $Document 'list' $Path
    if ($null -eq $found) { return , @() }
    , $found
}`,
  optional: `function Optional($Document, [string] $Kind, [string[]] $Path) {
    $found = $Document
    foreach ($name in $Path) {
        if ($found.ValueKind -ne 'Object') { return }
        $names = foreach ($member in $found.EnumerateObject()) { $member.Name }
        if ($names -cnotcontains $name) { return }
        $found = $found.GetProperty($name)
    }
    if ($found.ValueKind -eq 'Null') { return }
    switch ("$Kind $($found.ValueKind)") {
        'text String' { return $found.GetString() }
        'number Number' { return $found.GetDouble() }
        'integer Number' {
            $whole = [bigint]::Zero
            if ([bigint]::TryParse($found.GetRawText(), [ref] $whole)) { return $whole }
        }
        'boolean True' { return $true }
        'boolean False' { return $false }
        'list Array' { return , @($found.EnumerateArray()) }
        'object Object' { return $found }
    }
    if ($Kind -eq 'any') { return $found }
    Fail "$($Path -join '.') of the answer is of another kind."
}`,
}
