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

// ScenarioBench is the answer to "simulate bench --scenario": one scenario's
// largest instances, with everything in the masks and nothing left out.
type ScenarioBench struct {
	Schema     string          `json:"schema"`
	Scenario   string          `json:"scenario"`
	Flow       string          `json:"flow"`
	Deployment string          `json:"deployment"`
	Instances  []InstanceBench `json:"instances"`
	Complete   bool            `json:"complete"`
	Run        *Run            `json:"run,omitempty"`
}

// InstanceBench is one instance: the graph, then the labels that the search for
// all deployments and attackers keeps on it.
type InstanceBench struct {
	Instance
	BytesPerState float64   `json:"bytes_per_state"`
	Arcs          int       `json:"arcs"`        // edges left after dropping those that another one covers
	LabelsMean    float64   `json:"labels_mean"` // of a state
	LabelsMax     int       `json:"labels_max"`
	Transfers     int       `json:"transfers"` // how often a label of a state was carried along an arc
	Run           *BenchRun `json:"run,omitempty"`
}

// BenchRun is how long that took: of several rounds the fastest.
type BenchRun struct {
	Explore            []ExploreRun `json:"explore"`
	FamilySeconds      float64      `json:"family_seconds"`
	TransfersPerSecond float64      `json:"transfers_per_second"` // its exploration included
}

// ExploreRun is an exploration with so many workers.
type ExploreRun struct {
	Workers   int     `json:"workers"`
	Seconds   float64 `json:"seconds"`
	NsPerEdge float64 `json:"ns_per_edge"`
}
