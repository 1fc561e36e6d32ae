package results

// List is the answer to "simulate list": every name a user can type.
type List struct {
	Schema   string    `json:"schema"`
	Sections []Section `json:"sections"`
}

// Section is one kind of name.
type Section struct {
	Kind  string `json:"kind"`
	Names []Name `json:"names"`
}

// Name is something that users type.
type Name struct {
	Name string `json:"name"`
	Doc  string `json:"doc"`
	Ref  string `json:"ref"`
}
