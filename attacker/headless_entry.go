package attacker

import "github.com/crossdeviceflows/crossdevice/flows"

// HeadlessEntry enters the user_code in the attacker's own browser and hands
// the victim what comes after it.
var HeadlessEntry = &flows.Capability{
	Name:    "headless-entry",
	Doc:     "Enters the user code in a browser of their own and passes the log-in page that follows to the victim, who never sees a code.",
	Ref:     "DeviceCodePhishing (2025)",
	Enables: []string{"enter_user_code"},
	Opens: []flows.Step{
		{Name: "hand_over", About: []string{"enter_user_code"}, Ref: "DeviceCodePhishing (2025)", Phase: flows.Convey, Via: flows.Page, By: flows.Target,
			Doc: "The page that the victim has opened forwards to the authorization server's genuine log-in page, with the code already entered.",
			In:  flows.StagesOf(flows.Pending),
			When: func(a flows.At) bool {
				return a.S.Take == flows.Attacker && !a.OnScreen() && a.P().Lure == flows.OpenPage
			},
			Do: flows.Does(func(a flows.At) { a.HandOver() })},
	},
}
