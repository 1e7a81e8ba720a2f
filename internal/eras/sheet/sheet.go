// Package sheet reads tables out of files in bounded memory: CSV, XLSX and ODS,
// plain, gzipped or in a zip. It gives rows as the file has them; what they mean
// is for others to say. JSON is given as an inflated stream.
//
// Reading runs on two goroutines: one inflates and checks the text, one scans
// it. Faults are of type *Error and name the file, the sheet, the row and the
// column.
package sheet

// Format is how a file is written.
type Format string

// The formats that are read.
const (
	CSV     Format = "csv"
	XLSX    Format = "xlsx"
	ODS     Format = "ods"
	JSON    Format = "json"
	NDJSON  Format = "ndjson"
	Unknown Format = ""
)

// Kind is the type of a cell as the file states it; a CSV has text alone.
type Kind uint8

// The kinds of cell.
const (
	Empty  Kind = iota
	Text        // a cell filled with no text is Empty
	Number      // Text is the number as the file has it, not as it is shown
	Date        // Text is ISO: 2016-04-25 or 2016-04-25T13:00:00
	Time        // a time of day or a duration: 13:00:00; hours may pass 23
	Bool        // Text is true or false
	Fault       // #N/A and the like
)

// Cell is one cell. Its text is valid until the next row is read.
type Cell struct {
	Text []byte
	Kind Kind
}

// Row is one row of a sheet. It is valid until the next is read.
type Row struct {
	Number int    // from 1, counting the rows that a repeat stands for
	Cells  []Cell // without empty cells at the end
	Raw    []byte // CSV only: the record's bytes without its line end
}

// Limits bound what a file may ask of this machine.
type Limits struct {
	Cell    int   // bytes of one cell
	Row     int   // bytes of all cells of a row
	Columns int   // columns of a row
	Rows    int   // rows of a sheet that are not empty
	Repeat  int   // rows that a filled row of an ODS may stand for
	Member  int64 // inflated bytes of a zip member or gzip stream
	Ratio   int64 // inflated to deflated bytes, past the first MiB
	Members int   // members of a zip
	Shared  int64 // bytes of an XLSX's shared strings, with 12 for each string
	Whole   int64 // bytes of an XLSX or ODS that is itself compressed and held in memory
}

// DefaultLimits leave room for several times the largest official file (the care
// directory with ratings of 2026: 324,000 rows, over 1 GB of XML in 26 MB of ODS)
// and hold a hostile file to some 200 MB: the sum of Whole and Shared with room to
// grow. A made-up month of the directory takes 8 to 30.
func DefaultLimits() Limits {
	return Limits{
		Cell:    1 << 20,   // Excel stops at 32,767 characters
		Row:     8 << 20,   // 122 columns of Excel's longest would be 4 MB
		Columns: 16_384,    // what Excel and LibreOffice can hold; 122 are published
		Rows:    2_000_000, // a spreadsheet ends at 1,048,576; a CSV need not
		Repeat:  10_000,    // no list of bodies has as many equal rows
		Member:  8 << 30,   // content.xml has passed 1 GB
		Ratio:   400,       // ODS of 320,000 rows: 61; deflate can reach 1,032
		Members: 2_000,     // an XLSX has some ten and a part for each sheet
		Shared:  64 << 20,  // 320,000 rows of 28 columns: 9 MB
		Whole:   64 << 20,  // 26 MB of ODS, twice over
	}
}

// Reader gives the rows of a sheet one after another.
type Reader interface {
	// Next gives the next row that has a filled cell; io.EOF after the last.
	Next() (*Row, error)
	Close() error
}
