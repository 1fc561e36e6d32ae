package bench

import "fmt"

// Murphi is the model in the language of Rumur.
func Murphi(k, v, t int) string { return fmt.Sprintf(murphi, k, v, t) }

const murphi = `const K: %d; V: %d; T: %d;
type Sess: 0..K-1; User: 0..V-1;
  Stage: 0..7; UStage: 0..4; Who: 0..V+1; UserOpt: 0..V; Life: 0..T; Bit: 0..1; CodeOpt: 0..K;
var
  st: array[Sess] of Stage; ini: array[Sess] of Who; ent: array[Sess] of UserOpt; app: array[Sess] of UserOpt;
  life: array[Sess] of Life; hold: array[Sess] of Who; tl: array[Sess] of Life; kn: array[Sess] of Bit; used: array[Sess] of Bit;
  us: array[User] of UStage; uc: array[User] of CodeOpt;

function live(i: Sess): boolean; begin return st[i] >= 1 & st[i] <= 4; end;

startstate begin
  for i: Sess do st[i]:=0; ini[i]:=0; ent[i]:=0; app[i]:=0; life[i]:=0; hold[i]:=0; tl[i]:=0; kn[i]:=0; used[i]:=0; end;
  for u: User do us[u]:=0; uc[u]:=0; end;
end;

ruleset i: Sess do
  ruleset u: User do
    rule "HonestStart" st[i]=0 & us[u]=0 & uc[u]=0 ==> begin st[i]:=1; ini[i]:=2+u; life[i]:=T; uc[u]:=1+i; end;
    rule "Lure" st[i]=2 & ini[i]=1 & us[u]=0 ==> begin us[u]:=1; uc[u]:=1+i; end;
  end;
  rule "AttackerStart" st[i]=0 ==> begin st[i]:=1; ini[i]:=1; life[i]:=T; kn[i]:=1; end;
  rule "Show" st[i]=1 ==> begin st[i]:=2; end;
  rule "Observe" st[i]=2 & ini[i]!=1 & kn[i]=0 ==> begin kn[i]:=1; end;
  rule "Poll" st[i]=4 ==> begin st[i]:=6; hold[i]:=ini[i]; tl[i]:=T; life[i]:=0; end;
  rule "Use" st[i]=6 & hold[i]=1 & tl[i]>0 & used[i]=0 ==> begin used[i]:=1; end;
  rule "Expire" live(i) & life[i]=0 ==> begin st[i]:=7; end;
end;
ruleset u: User do
  rule "Enter" uc[u]!=0 & us[u]<=1 & st[uc[u]-1]=2 ==> begin st[uc[u]-1]:=3; ent[uc[u]-1]:=1+u; us[u]:=2; end;
  rule "Auth" uc[u]!=0 & us[u]=2 & st[uc[u]-1]=3 ==> begin us[u]:=3; end;
  rule "Approve" uc[u]!=0 & us[u]=3 & st[uc[u]-1]=3 ==> begin st[uc[u]-1]:=4; app[uc[u]-1]:=1+u; us[u]:=4; end;
  rule "Deny" uc[u]!=0 & us[u]=3 & st[uc[u]-1]=3 ==> begin st[uc[u]-1]:=5; life[uc[u]-1]:=0; us[u]:=4; end;
  rule "Leave" uc[u]!=0 & (us[u]=4 | (us[u]<2 & st[uc[u]-1]>=3) | (us[u]>=2 & us[u]<4 & st[uc[u]-1]!=3)) ==> begin us[u]:=0; uc[u]:=0; end;
end;
rule "Tick" (forall i: Sess do !(live(i) & life[i]=0) end) & (exists i: Sess do live(i) | tl[i]>0 end) ==>
begin for i: Sess do if life[i]>0 then life[i]:=life[i]-1; end; if tl[i]>0 then tl[i]:=tl[i]-1; end; end; end;

invariant "binding" forall i: Sess do (app[i]=0 | app[i]=ent[i]) & (hold[i]=0 | (app[i]!=0 & hold[i]=ini[i])) end;
`
