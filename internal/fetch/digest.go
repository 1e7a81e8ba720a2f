package fetch

import (
	"bytes"
	"crypto/md5"
	"crypto/sha256"
	"crypto/sha512"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"hash"
	"io"
	"net/http"
	"strings"
)

// digest is a checksum a server gives for what it sends.
type digest struct {
	Algorithm string `json:"algorithm"` // md5, sha-256, sha-512
	Sum       []byte `json:"sum"`
}

// digests reads the checksums of an answer: Content-MD5 (RFC 1864), Digest (RFC
// 3230), Content-Digest and Repr-Digest (RFC 9530). Those of one message count
// only when it is the whole file. A checksum of an algorithm not known here, or
// one that cannot be read, says nothing.
func digests(h http.Header, whole bool) []digest {
	var out []digest
	add := func(algorithm, sum string) {
		algorithm = strings.ToLower(strings.TrimSpace(algorithm))
		raw, err := base64.StdEncoding.DecodeString(strings.Trim(strings.TrimSpace(sum), ":"))
		if begin := hasher(algorithm); err == nil && begin != nil && len(raw) == begin().Size() {
			out = append(out, digest{algorithm, raw})
		}
	}
	fields := []string{"Digest", "Repr-Digest"}
	if whole {
		fields = append(fields, "Content-Digest")
		add("md5", h.Get("Content-MD5"))
	}
	for _, field := range fields {
		for part := range strings.SplitSeq(strings.Join(h.Values(field), ","), ",") {
			algorithm, sum, _ := strings.Cut(part, "=")
			add(algorithm, sum)
		}
	}
	return out
}

func hasher(algorithm string) func() hash.Hash {
	switch algorithm {
	case "md5":
		return md5.New
	case "sha-256":
		return sha256.New
	case "sha-512":
		return sha512.New
	}
	return nil
}

// check compares a file with a checksum.
func (d digest) check(r io.Reader) error {
	h := hasher(d.Algorithm)()
	if _, err := io.Copy(h, r); err != nil {
		return err
	}
	if sum := h.Sum(nil); !bytes.Equal(sum, d.Sum) {
		return &damaged{fmt.Errorf("its %s is %x, the server says %x", d.Algorithm, sum, d.Sum)}
	}
	return nil
}

// sha256Of is the SHA-256 of what r gives, in hexadecimal.
func sha256Of(r io.Reader) (string, error) {
	h := sha256.New()
	if _, err := io.Copy(h, r); err != nil {
		return "", err
	}
	return hex.EncodeToString(h.Sum(nil)), nil
}

// shortHash is the part of a hash that names bear.
func shortHash(s string) string {
	sum := sha256.Sum256([]byte(s))
	return hex.EncodeToString(sum[:4])
}
