/** Functions that programs take along as they need them. */

export const JWT = `// signedToken makes a JSON Web Token, RFC 7519.
func signedToken(header, claims map[string]any, key []byte, digest func() hash.Hash) string {
	parts := ""
	for _, part := range []map[string]any{header, claims} {
		data, err := json.Marshal(part)
		if err != nil {
			fail("The token cannot be written: %v", err)
		}
		if parts != "" {
			parts += "."
		}
		parts += base64.RawURLEncoding.EncodeToString(data)
	}
	mac := hmac.New(digest, key)
	mac.Write([]byte(parts))
	return parts + "." + base64.RawURLEncoding.EncodeToString(mac.Sum(nil))
}`.split('\n')

export const TOKEN =
  `func accessToken(client *http.Client, address string, grant url.Values, id, secret string) string {
	request, err := http.NewRequest("POST", address, strings.NewReader(grant.Encode()))
	if err != nil {
		fail("No token could be had: %v", err)
	}
	request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	if id != "" {
		request.SetBasicAuth(id, secret)
	}
	response, err := client.Do(request)
	if err != nil {
		fail("No token could be had: %v", err)
	}
	defer response.Body.Close()
	var granted struct {
		AccessToken string \`json:"access_token"\`
	}
	if err := json.NewDecoder(response.Body).Decode(&granted); err != nil || granted.AccessToken == "" {
		fail("No token could be had: the server answered %d.", response.StatusCode)
	}
	return granted.AccessToken
}`.split('\n')

export const ESCAPED = `// escaped leaves nothing but the unreserved characters of RFC 3986.
func escaped(text string) string {
	return strings.NewReplacer("+", "%20", "%7E", "~").Replace(url.QueryEscape(text))
}

func normalized(values url.Values) string {
	pairs := [][2]string{}
	for name, all := range values {
		for _, value := range all {
			pairs = append(pairs, [2]string{escaped(name), escaped(value)})
		}
	}
	sort.Slice(pairs, func(i, j int) bool {
		return pairs[i][0] < pairs[j][0] || pairs[i][0] == pairs[j][0] && pairs[i][1] < pairs[j][1]
	})
	texts := []string{}
	for _, pair := range pairs {
		texts = append(texts, pair[0]+"="+pair[1])
	}
	return strings.Join(texts, "&")
}`.split('\n')

export const AWS = `// signAWS adds the headers of AWS Signature Version 4.
func signAWS(request *http.Request, body []byte, accessKeyID, secretAccessKey, sessionToken, region, service string) {
	digest := func(data string) string {
		sum := sha256.Sum256([]byte(data))
		return hex.EncodeToString(sum[:])
	}
	moment := time.Now().UTC().Format("20060102T150405Z")
	request.Header.Set("X-Amz-Content-Sha256", digest(string(body)))
	request.Header.Set("X-Amz-Date", moment)
	signed := "host;x-amz-content-sha256;x-amz-date"
	headers := "host:" + request.URL.Host + "\\nx-amz-content-sha256:" + digest(string(body)) + "\\nx-amz-date:" + moment + "\\n"
	if sessionToken != "" {
		request.Header.Set("X-Amz-Security-Token", sessionToken)
		signed += ";x-amz-security-token"
		headers += "x-amz-security-token:" + sessionToken + "\\n"
	}
	path := request.URL.EscapedPath()
	if service != "s3" {
		parts := strings.Split(path, "/")
		for i := range parts {
			parts[i] = escaped(parts[i])
		}
		path = strings.Join(parts, "/")
	}
	canonical := strings.Join([]string{request.Method, path, normalized(request.URL.Query()), headers, signed, digest(string(body))}, "\\n")
	scope := []string{moment[:8], region, service, "aws4_request"}
	key := []byte("AWS4" + secretAccessKey)
	for _, part := range scope {
		mac := hmac.New(sha256.New, key)
		mac.Write([]byte(part))
		key = mac.Sum(nil)
	}
	mac := hmac.New(sha256.New, key)
	mac.Write([]byte("AWS4-HMAC-SHA256\\n" + moment + "\\n" + strings.Join(scope, "/") + "\\n" + digest(canonical)))
	request.Header.Set("Authorization", fmt.Sprintf("AWS4-HMAC-SHA256 Credential=%s/%s, SignedHeaders=%s, Signature=%x",
		accessKeyID, strings.Join(scope, "/"), signed, mac.Sum(nil)))
}`.split('\n')

export const OAUTH1 = `// signOAuth1 adds the header of OAuth 1, RFC 5849.
func signOAuth1(request *http.Request, form, algorithm, key, secret, token, tokenSecret, realm string) {
	nonce := make([]byte, 16)
	rand.Read(nonce)
	fields := map[string]string{
		"oauth_consumer_key":     key,
		"oauth_nonce":            hex.EncodeToString(nonce),
		"oauth_signature_method": algorithm,
		"oauth_timestamp":        strconv.FormatInt(time.Now().Unix(), 10),
		"oauth_version":          "1.0",
	}
	if token != "" {
		fields["oauth_token"] = token
	}
	values, _ := url.ParseQuery(form)
	for name, all := range request.URL.Query() {
		values[name] = append(values[name], all...)
	}
	for name, value := range fields {
		values.Add(name, value)
	}
	place := request.URL.Scheme + "://" + request.URL.Host + request.URL.EscapedPath()
	base := request.Method + "&" + escaped(place) + "&" + escaped(normalized(values))
	signingKey := escaped(secret) + "&" + escaped(tokenSecret)
	digests := map[string]func() hash.Hash{"HMAC-SHA1": sha1.New, "HMAC-SHA256": sha256.New, "HMAC-SHA512": sha512.New}
	fields["oauth_signature"] = signingKey
	if digest, found := digests[algorithm]; found {
		mac := hmac.New(digest, []byte(signingKey))
		mac.Write([]byte(base))
		fields["oauth_signature"] = base64.StdEncoding.EncodeToString(mac.Sum(nil))
	}
	if realm != "" {
		fields["realm"] = realm
	}
	parts := []string{}
	for name, value := range fields {
		parts = append(parts, name+"=\\""+escaped(value)+"\\"")
	}
	sort.Strings(parts)
	request.Header.Set("Authorization", "OAuth "+strings.Join(parts, ", "))
}`.split('\n')

export const DIGEST = `// digest answers a challenge of digest authentication, RFC 7616.
func digest(challenge string, request *http.Request, username, password string) string {
	part := func(name string) string {
		found := regexp.MustCompile(\`\\b\` + name + \`="?([^",]*)\`).FindStringSubmatch(challenge)
		if found == nil {
			return ""
		}
		return found[1]
	}
	algorithm := part("algorithm")
	var sum func() hash.Hash = md5.New
	if strings.HasPrefix(algorithm, "SHA-256") {
		sum = sha256.New
	}
	digest := func(parts ...string) string {
		hash := sum()
		hash.Write([]byte(strings.Join(parts, ":")))
		return hex.EncodeToString(hash.Sum(nil))
	}
	random := make([]byte, 8)
	rand.Read(random)
	cnonce := hex.EncodeToString(random)
	realm, nonce, uri := part("realm"), part("nonce"), request.URL.RequestURI()
	key := digest(username, realm, password)
	if strings.HasSuffix(algorithm, "-sess") {
		key = digest(key, nonce, cnonce)
	}
	response := digest(key, nonce, "00000001", cnonce, "auth", digest(request.Method, uri))
	header := fmt.Sprintf(\`Digest username="%s", realm="%s", nonce="%s", uri="%s", qop=auth, nc=00000001, cnonce="%s", response="%s"\`,
		username, realm, nonce, uri, cnonce, response)
	if algorithm != "" {
		header += ", algorithm=" + algorithm
	}
	if opaque := part("opaque"); opaque != "" {
		header += \`, opaque="\` + opaque + \`"\`
	}
	return header
}`.split('\n')
