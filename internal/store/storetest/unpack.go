package storetest

import (
	"compress/gzip"
	"errors"
	"io"
	"os"
)

// Unpack writes what a gzipped file holds to a file of its own.
func Unpack(packed, path string) error {
	in, err := os.Open(packed)
	if err != nil {
		return err
	}
	defer in.Close()
	z, err := gzip.NewReader(in)
	if err != nil {
		return err
	}
	out, err := os.Create(path)
	if err != nil {
		return err
	}
	_, err = io.Copy(out, z)
	return errors.Join(err, out.Close())
}
