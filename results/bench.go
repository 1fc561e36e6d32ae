package results

// Bench is the answer to "simulate bench": our checker on the benchmark model,
// and others on the same model where they are installed.
type Bench struct {
	Schema        string   `json:"schema"`
	Size          string   `json:"size"` // K,V,T: sessions, users, life in ticks
	States        int      `json:"states"`
	Edges         int      `json:"edges"`
	Workers       int      `json:"workers"`
	Seconds       float64  `json:"seconds"`     // wall clock
	CPUSeconds    float64  `json:"cpu_seconds"` // user and system; with peers of the whole process, as theirs
	BytesPerState float64  `json:"bytes_per_state"`
	PeakBytes     int64    `json:"peak_bytes"`
	Peers         []Peer   `json:"peers"`
	Missing       []string `json:"missing"` // peers that cannot be run, with what is not installed
}

// Peer is another checker on the same model.
type Peer struct {
	Name       string  `json:"name"`
	States     int     `json:"states"`
	Edges      int     `json:"edges"`
	CPUSeconds float64 `json:"cpu_seconds"`
	Ratio      float64 `json:"ratio"` // our CPU seconds over theirs: the median of the rounds
}
