package sheet

import "bytes"

// name is an element or attribute that a reader knows; 0 is any other.
type name uint8

// namespace is one that a reader knows.
type namespace uint8

const (
	noNamespace namespace = iota
	nsUnknown
	nsOffice
	nsTable
	nsText
	nsCalcExt
	nsManifest
	nsMain     // SpreadsheetML
	nsRels     // a package's relationships
	nsDocument // r:id
)

// namespaceOf knows the transitional and the strict form of Office Open XML.
func namespaceOf(uri string) namespace {
	switch uri {
	case "":
		return noNamespace
	case "urn:oasis:names:tc:opendocument:xmlns:office:1.0":
		return nsOffice
	case "urn:oasis:names:tc:opendocument:xmlns:table:1.0":
		return nsTable
	case "urn:oasis:names:tc:opendocument:xmlns:text:1.0":
		return nsText
	case "urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0":
		return nsCalcExt
	case "urn:oasis:names:tc:opendocument:xmlns:manifest:1.0":
		return nsManifest
	case "http://schemas.openxmlformats.org/spreadsheetml/2006/main", "http://purl.oclc.org/ooxml/spreadsheetml/main":
		return nsMain
	case "http://schemas.openxmlformats.org/package/2006/relationships":
		return nsRels
	case "http://schemas.openxmlformats.org/officeDocument/2006/relationships", "http://purl.oclc.org/ooxml/officeDocument/relationships":
		return nsDocument
	}
	return nsUnknown
}

// qualified is a name in its namespace.
type qualified struct {
	ns    namespace
	local string
}

// vocabulary is the names that a kind of document has for a reader.
type vocabulary map[qualified]name

// names resolves names with prefixes. As good as every document has few of
// them, so those met are kept by a cheap hash.
type names struct {
	words      vocabulary
	prefix     map[string]string // to URI
	elements   [nameSlots]slot
	attributes [nameSlots]slot
}

const nameSlots = 128

type slot struct {
	q    []byte
	name name
}

func newNames(words vocabulary) *names {
	return &names{words: words, prefix: map[string]string{}}
}

// bind takes an xmlns attribute. A prefix that means two things in one document
// is refused: no workbook has one where a reader looks.
func (t *names) bind(attribute, uri []byte) error {
	prefix, _ := bytes.CutPrefix(attribute, []byte("xmlns"))
	prefix, _ = bytes.CutPrefix(prefix, []byte(":"))
	u, err := appendChars(nil, uri, true)
	if err != nil {
		return err
	}
	if was, ok := t.prefix[string(prefix)]; ok {
		if was == string(u) {
			return nil
		}
		return fault(doSave+" from a spreadsheet program", "the XML prefix %q has two meanings", shown(prefix))
	}
	if len(t.prefix) == maxAttrs {
		return fault("", "more than %d XML namespaces", maxAttrs)
	}
	t.prefix[string(prefix)] = string(u)
	t.elements, t.attributes = [nameSlots]slot{}, [nameSlots]slot{}
	return nil
}

// hash tells the names of one document apart, nearly always.
func hash(q []byte) uint {
	n := uint(len(q))
	if n == 0 {
		return 0
	}
	return (n ^ uint(q[n-1])<<3 ^ uint(q[n/2])<<1 ^ uint(q[0])) % nameSlots
}

// element gives an element's name with the bytes it is written by, which stay
// as they are.
func (t *names) element(q []byte) slot {
	s := &t.elements[hash(q)]
	if string(s.q) != string(q) {
		*s = slot{bytes.Clone(q), t.resolve(q, true)}
	}
	return *s
}

func (t *names) attribute(q []byte) name {
	s := &t.attributes[hash(q)]
	if string(s.q) != string(q) {
		*s = slot{bytes.Clone(q), t.resolve(q, false)}
	}
	return s.name
}

// resolve looks a name up. An attribute without a prefix is in no namespace, an
// element in the default one.
func (t *names) resolve(q []byte, element bool) name {
	prefix, local, ok := bytes.Cut(q, []byte(":"))
	ns := noNamespace
	if !ok {
		prefix, local = nil, q
	}
	if ok || element {
		uri, bound := t.prefix[string(prefix)]
		if ns = namespaceOf(uri); ok && !bound {
			ns = nsUnknown
		}
	}
	return t.words[qualified{ns, string(local)}]
}

// shown is a name fit for a message.
func shown(q []byte) []byte { return q[:min(len(q), 40)] }

func space(c byte) bool { return c == ' ' || c == '\n' || c == '\t' || c == '\r' }

// nameByte has the bytes that may stand in a name with its prefix.
var nameByte = func() (t [256]bool) {
	for c := range t {
		t[c] = c > ' ' && c != '<' && c != '>' && c != '/' && c != '=' && c != '"' && c != '\'' && c != '&'
	}
	return t
}()
