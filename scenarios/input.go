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
	bad := func(found string) *InputError {
		return &InputError{File: path, Found: found, Expected: expected}
	}
	f, err := os.Open(path)
	if err != nil {
		switch {
		case errors.Is(err, fs.ErrNotExist):
			e := bad("no such file")
			e.Near = nearestFile(path)
			return nil, e
		case errors.Is(err, fs.ErrPermission):
			return nil, bad("a file that may not be read")
		}
		return nil, bad("a file that cannot be opened: " + reason(err))
	}
	defer f.Close()
	info, err := f.Stat()
	if err == nil && info.IsDir() {
		return nil, bad("a directory")
	}
	if err == nil && info.Mode().IsRegular() && info.Size() > maxInput {
		return nil, bad(tooLarge(fmt.Sprintf("%.1f MiB", float64(info.Size())/(1<<20))))
	}
	data, err := io.ReadAll(io.LimitReader(f, maxInput+1))
	if err != nil {
		return nil, bad("a file that cannot be read: " + reason(err))
	}
	if len(data) > maxInput {
		return nil, bad(tooLarge("more"))
	}
	return data, nil
}

func tooLarge(size string) string {
	return fmt.Sprintf("%s than the %d MiB that are read", size, maxInput>>20)
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
			known = append(known, entry.Name())
		}
	}
	near, ok := flows.Nearest(filepath.Base(path), known)
	if !ok {
		return ""
	}
	return filepath.Join(filepath.Dir(path), near)
}

func isYAML(name string) bool {
	return strings.HasSuffix(name, ".yaml") || strings.HasSuffix(name, ".yml")
}

// textLines turns bytes into lines of text: without a byte order mark, and with
// every line break taken as one. It fails at the first byte that is no text.
func textLines(name string, data []byte) ([]string, *InputError) {
	if len(data) > maxInput {
		return nil, &InputError{File: name, Found: tooLarge("more"), Expected: "a smaller file"}
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
			return nil, &InputError{File: name, Line: 1 + strings.Count(text[:i], "\n"),
				Col: 1 + utf8.RuneCountInString(text[start:i]), Found: found, Expected: "YAML text in UTF-8"}
		}
		i += size
	}
	return strings.Split(text, "\n"), nil
}
