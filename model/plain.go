package model

import (
	"reflect"
	"unsafe"
)

// plain tells whether equal values of t have equal bytes and the other way
// round: fixed-size integers and booleans, and arrays and structs of them
// without padding and without blank fields, which == does not look at.
func plain(t reflect.Type) bool {
	switch t.Kind() {
	case reflect.Bool,
		reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64,
		reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64:
		return true
	case reflect.Array:
		return t.Size() > 0 && plain(t.Elem())
	case reflect.Struct:
		size := uintptr(0)
		for i := range t.NumField() {
			if f := t.Field(i); f.Name == "_" || !plain(f.Type) {
				return false
			}
			size += t.Field(i).Type.Size()
		}
		return size > 0 && size == t.Size()
	}
	return false
}

// word reads 8 bytes at p+i.
func word(p unsafe.Pointer, i int) uint64 {
	return *(*uint64)(unsafe.Add(p, i))
}

// short makes one word of the n < 8 bytes at p, a different one of different
// bytes.
func short(p unsafe.Pointer, n int) uint64 {
	if n >= 4 {
		return uint64(*(*uint32)(p)) | uint64(*(*uint32)(unsafe.Add(p, n-4)))<<32
	}
	first, middle, last := *(*byte)(p), *(*byte)(unsafe.Add(p, n/2)), *(*byte)(unsafe.Add(p, n-1))
	return uint64(first) | uint64(middle)<<8 | uint64(last)<<16
}

// differ is zero if the n bytes at a and at b are equal. The last word
// overlaps the one before it.
func differ(a, b unsafe.Pointer, n int) (diff uint64) {
	if n < 8 {
		return short(a, n) ^ short(b, n)
	}
	for i := 0; i+8 < n; i += 8 {
		diff |= word(a, i) ^ word(b, i)
	}
	return diff | (word(a, n-8) ^ word(b, n-8))
}

// same tells whether the n bytes at a and at b are equal.
func same(a, b unsafe.Pointer, n int) bool { return differ(a, b, n) == 0 }

// set copies n bytes.
func set(to, from unsafe.Pointer, n int) {
	if n < 8 {
		copy(unsafe.Slice((*byte)(to), n), unsafe.Slice((*byte)(from), n))
		return
	}
	for i := 0; i+8 < n; i += 8 {
		*(*uint64)(unsafe.Add(to, i)) = word(from, i)
	}
	*(*uint64)(unsafe.Add(to, n-8)) = word(from, n-8)
}
