package scenarios

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/crossdeviceflows/crossdevice/flows"
)

// maxInput is the largest file that is read, in bytes.
const maxInput = 1 << 20

// readInput reads a file or pipe that should be what expected says. No more is
// read of it than could be valid.
func readInput(path, expected string) ([]byte, *InputError) {
	f, err := os.Open(path)
	if err != nil {
		return nil, openError(path, expected, err)
	}
	defer f.Close()
	info, err := f.Stat()
	if err == nil && info.IsDir() {
		return nil, &InputError{File: path, Found: "a directory", Expected: expected}
	}
	if err == nil && info.Mode().IsRegular() && info.Size() > maxInput {
		return nil, tooLarge(path, fmt.Sprintf("%.1f MiB", float64(info.Size())/(1<<20)))
	}
	data, err := io.ReadAll(io.LimitReader(f, maxInput+1))
	if err != nil {
		return nil, &InputError{File: path, Found: "a file that cannot be read: " + reason(err), Expected: expected}
	}
	if len(data) > maxInput {
		return nil, tooLarge(path, "more than 1 MiB")
	}
	return data, nil
}

func tooLarge(path, size string) *InputError {
	return &InputError{File: path, Found: size, Expected: "a file of at most 1 MiB"}
}

// openError is the error for a file that cannot be opened.
func openError(path, expected string, err error) *InputError {
	e := &InputError{File: path, Expected: expected}
	switch {
	case errors.Is(err, fs.ErrNotExist):
		e.Found, e.Near = "no such file", nearestFile(path)
	case errors.Is(err, fs.ErrPermission):
		e.Found = "a file that may not be read"
	default:
		e.Found = "a file that cannot be opened: " + reason(err)
	}
	return e
}

// reason is what the system says, without the path that is named anyway.
func reason(err error) string {
	var path *fs.PathError
	if errors.As(err, &path) {
		err = path.Err
	}
	return err.Error()
}

// nearestFile is the path of the file beside a missing one whose name is
// nearest, if any is near.
func nearestFile(path string) string {
	dir, err := os.Open(filepath.Dir(path))
	if err != nil {
		return ""
	}
	defer dir.Close()
	entries, _ := dir.ReadDir(1000)
	var known []string
	for _, entry := range entries {
		if isYAML(entry.Name()) {
			known = append(known, stem(entry.Name()))
		}
	}
	near, ok := flows.Nearest(stem(filepath.Base(path)), known)
	if !ok {
		return ""
	}
	for _, entry := range entries {
		if isYAML(entry.Name()) && stem(entry.Name()) == near {
			return filepath.Join(filepath.Dir(path), entry.Name())
		}
	}
	return ""
}

func stem(name string) string { return strings.TrimSuffix(name, filepath.Ext(name)) }

func isYAML(name string) bool {
	return strings.HasSuffix(name, ".yaml") || strings.HasSuffix(name, ".yml")
}

// textLines turns bytes into lines of text: without a byte order mark, and with
// every line break taken as one. It fails at the first byte that is no text.
func textLines(name string, data []byte) ([]string, *InputError) {
	if len(data) > maxInput {
		return nil, tooLarge(name, "more than 1 MiB")
	}
	data = bytes.TrimPrefix(data, []byte("\ufeff"))
	text := strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(string(data))
	for i := 0; i < len(text); {
		r, size := utf8.DecodeRuneInString(text[i:])
		found := ""
		switch {
		case r == utf8.RuneError && size == 1:
			found = fmt.Sprintf("the byte 0x%02X, which is not UTF-8", text[i])
		case unicode.IsControl(r) && r != '\n' && r != '\t' || r == '\ufeff' || r == '\u2028' || r == '\u2029':
			found = fmt.Sprintf("the control character %U", r)
		}
		if found != "" {
			start := strings.LastIndexByte(text[:i], '\n') + 1
			line, _, _ := strings.Cut(text[start:], "\n")
			return nil, &InputError{File: name, Line: 1 + strings.Count(text[:i], "\n"),
				Col: 1 + utf8.RuneCountInString(text[start:i]), Found: found, Expected: "YAML text in UTF-8", Text: line}
		}
		i += size
	}
	return strings.Split(text, "\n"), nil
}
