package bench

import (
	"fmt"
	"strings"
)

// Promela is the model in Spin's language: one process, each action one
// d_step, the invariant an assertion. Spin counts one transition more.
func Promela(k, v, t int) string {
	var w strings.Builder
	line := func(format string, args ...any) { fmt.Fprintf(&w, format+"\n", args...) }
	rule := func(guard, effect string) { line("  :: d_step { %s -> %s }", guard, effect) }

	for _, field := range strings.Fields("st ini ent app life hold tl kn used") {
		line("byte %s[%d];", field, k)
	}
	for _, field := range strings.Fields("us uc") {
		line("byte %s[%d];", field, v)
	}
	line("active proctype main() {\nend: do")
	var waiting, left, tick, inv []string
	for i := range k {
		at := numbered{"i": i, "c": i + 1, "T": t}
		rule(at.fill("st[i]==1"), at.fill("st[i]=2"))
		rule(at.fill("st[i]==4"), at.fill("st[i]=6; hold[i]=ini[i]; tl[i]=$T; life[i]=0"))
		rule(at.fill("(st[i]>=1 && st[i]<=4) && life[i]==0"), at.fill("st[i]=7"))
		rule(at.fill("st[i]==0"), at.fill("st[i]=1; ini[i]=1; life[i]=$T; kn[i]=1"))
		rule(at.fill("st[i]==2 && ini[i]!=1 && kn[i]==0"), at.fill("kn[i]=1"))
		rule(at.fill("st[i]==6 && hold[i]==1 && tl[i]>0 && used[i]==0"), at.fill("used[i]=1"))
		for u := range v {
			at["u"], at["p"] = u, u+2
			rule(at.fill("st[i]==0 && us[u]==0 && uc[u]==0"), at.fill("st[i]=1; ini[i]=$p; life[i]=$T; uc[u]=$c"))
			rule(at.fill("st[i]==2 && ini[i]==1 && us[u]==0"), at.fill("us[u]=1; uc[u]=$c"))
		}
		waiting = append(waiting, at.fill("!((st[i]>=1 && st[i]<=4) && life[i]==0)"))
		left = append(left, at.fill("(st[i]>=1 && st[i]<=4) || tl[i]>0"))
		tick = append(tick, at.fill("if :: life[i]>0 -> life[i]-- :: else fi; if :: tl[i]>0 -> tl[i]-- :: else fi;"))
		inv = append(inv, at.fill("(app[i]==0 || app[i]==ent[i]) && (hold[i]==0 || (app[i]!=0 && hold[i]==ini[i]))"))
	}
	for u := range v {
		at := numbered{"u": u, "c": u + 1}
		rule(at.fill("uc[u]!=0 && us[u]<=1 && st[uc[u]-1]==2"), at.fill("st[uc[u]-1]=3; ent[uc[u]-1]=$c; us[u]=2"))
		rule(at.fill("uc[u]!=0 && us[u]==2 && st[uc[u]-1]==3"), at.fill("us[u]=3"))
		rule(at.fill("uc[u]!=0 && us[u]==3 && st[uc[u]-1]==3"), at.fill("st[uc[u]-1]=4; app[uc[u]-1]=$c; us[u]=4"))
		rule(at.fill("uc[u]!=0 && us[u]==3 && st[uc[u]-1]==3"), at.fill("st[uc[u]-1]=5; life[uc[u]-1]=0; us[u]=4"))
		rule(at.fill("uc[u]!=0 && (us[u]==4 || (us[u]<2 && st[uc[u]-1]>=3) || (us[u]>=2 && us[u]<4 && st[uc[u]-1]!=3))"), at.fill("us[u]=0; uc[u]=0"))
	}
	rule(strings.Join(waiting, " && ")+" && ("+strings.Join(left, " || ")+")", strings.Join(tick, " "))
	line("  :: !(%s) -> assert(false)", strings.Join(inv, " && "))
	line("  od\n}")
	return w.String()
}

// numbered fills numbers into a text: [i] is an index, $p a value.
type numbered map[string]int

func (n numbered) fill(text string) string {
	for name, value := range n {
		text = strings.ReplaceAll(text, "["+name+"]", fmt.Sprintf("[%d]", value))
		text = strings.ReplaceAll(text, "$"+name, fmt.Sprint(value))
	}
	return text
}
