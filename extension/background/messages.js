// What contexts of the extension say to each other: `runtime.sendMessage({type, ...})`, answered by an object. An answer that
// failed is {failed, detail?, retryIn?}; `failed` is a reason below, and "problem_<reason>" is its text in _locales.
//
// Reasons: "off" (not on here), "private" (nothing of private windows is kept), "access" (the browser did not grant it),
// "full" (no room left on the device), "file" (not a file of ours), "address" (not an address of a server), "model" (the model
// on this device cannot be read), and of a server: "gone", "slow", "key", "limit", "refused", "failed", "foreign" (it answers,
// but not as the API does).
//
// ── Content scripts → background (of the frame that asks: its host comes from the browser, not from the message)
// start {}                          → {on, display, later}: later = the document is prerendered, ask again on
//                                     "prerenderingchange"; display = {mode, threshold, sensitivity, kinds, showAll}
// score {texts}                     → {version, threshold, cuts, scores: [[score, uncertain, {label, leading, topic, kinds, …}]]}
// explain {text}                    → the prediction with signals, {…, version, modelThreshold, for, against}
// vote {text, label, kind?, version} → {id, kept}: kept = it stays on this device; else it is sent in five seconds
// undo {id}                         → {undone}
// state {failed, bait, found, off?} → {}: each frame tells its own; the icon shows the sum. {off: true} when a frame stops
//
// ── Background → content scripts (every frame of a tab)
// restart {} · stop {} · display {display} · originals {on} · summary {} as before
// report {}                         tell `state` again, although it is the same (the icon is empty after back/forward)
// card {text, prediction}           "score this selection": show the card, also where the site is off
// next {}                           the keyboard command: reveal the next marked headline (top frame only)
//
// ── Pages of ours (popup, options, welcome) → background
// page {tab}       → {host, domain, restricted, private, on, entry, listed, access, server, selection}
//                    host: null where restricted (no http(s) page, or one that the browser keeps to itself); domain: the
//                    entry for the whole site ("*.udn.com"), null where the host has none (an address, "localhost");
//                    entry: the allowed entry that covers the host, null; listed: on by the lists; access: granted by the
//                    browser; on: both. private: a private window: shown, and switched on or off elsewhere only.
//                    selection: {text, prediction} scored by the context menu where no card could be shown, else null.
// wish {entry, tab}     → {}: BEFORE/beside permissions.request in the same click, without awaiting: the prompt may close the
//                    popup. Nothing is allowed by it; when the browser grants the entry within 5 minutes it becomes so.
// site {entry, on, tab} → as `page`: after permissions.request answered, with on = true whatever the answer was (the
//                    background looks for itself: {failed: "access"} and nothing listed if it was refused); on = false
//                    switches off, in all tabs at once. `entry` is a host or "*.domain". (`host` is taken for `entry`, too.)
// retry {tab}      → {}: ask the server again at once
// model {address?, key?} → {where: "device" | "server", name, version, threshold, cuts, kinds, milliseconds, server}: what scores
//                    now; with an address, that server is tried. server: null, or {address, access} of the one that is set
// setServer {address, key} → {saved, access} after permissions.request(serverRequest(address)) (settings.js) in the click;
//                    address "" = none. Without access it is kept but not used: the device scores.
// saveSites {allowed, blocked} → {missing}: lists of entries; `missing` are patterns that the browser has not granted yet: one
//                    permissions.request({origins: missing}) by a click makes them work, no further message is needed
// access {}        → {missing}: the same, e.g. for sites that came from another device
// votes {}         → {votes: [{id, headline, label, kind, host, at, waiting}]}, newest first; waiting = on its way to a server
// deleteVotes {ids} → {left}: ids = null for all
// exportVotes {}   → {name, text, count}: JSON Lines for `clickbait feedback import`
// exportSettings {} → {name, text}
// importSettings {text} → {wrong, missing} ({failed: "file"}): writes them at once, never address or key
// sync {}          → {state: "on" | "full" | "off"}: full = too much for the browser's sync, kept on this device only
export {};
