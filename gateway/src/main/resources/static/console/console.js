// The console: reads the views once, then follows /api/v1/events. Nothing is built; this is the source.

import { element, visible } from './element.js';

const $ = (id) => document.getElementById(id);
const state = { clusters: [], apps: [], operations: new Map(), filter: '' };

async function get(path) {
  const answer = await fetch(path, { headers: { Accept: 'application/json' } });
  if (answer.status === 401) { location.assign('/login'); throw new Error('not logged in'); }
  if (!answer.ok) throw new Error((await answer.json().catch(() => ({}))).detail ?? `The gateway answered with ${answer.status}.`);
  return answer.json();
}

function ago(time) {
  const seconds = Math.max(0, Math.round((Date.now() - Date.parse(time)) / 1000));
  if (seconds < 5) return 'just now';
  if (seconds < 90) return `${seconds} s ago`;
  if (seconds < 5400) return `${Math.round(seconds / 60)} min ago`;
  return seconds < 129600 ? `${Math.round(seconds / 3600)} h ago` : `${Math.round(seconds / 86400)} d ago`;
}

const when = (time) => element('time', { datetime: time, title: time, 'data-ago': time }, ago(time));
const TONES = {
  SUCCEEDED: 'good', RUNNING: 'good', FAILED: 'bad', REJECTED: 'bad', TIMED_OUT: 'bad', DOWN: 'bad', UNREACHABLE: 'bad',
  DEGRADED: 'warn', PAUSED: 'warn', ROLLED_BACK: 'warn', WARNING: 'warn', CRITICAL: 'bad', ROLLING_OUT: 'busy', running: 'busy',
};
const WORDS = {
  SUCCEEDED: 'succeeded', FAILED: 'failed', REJECTED: 'refused', TIMED_OUT: 'out of time', SUPERSEDED: 'superseded',
  ROLLED_BACK: 'rolled back', UNREACHABLE: 'unreachable', ROLLING_OUT: 'rolling out', RUNNING: 'running',
  DEGRADED: 'degraded', DOWN: 'down', STOPPED: 'stopped', PAUSED: 'paused', running: 'in progress',
};
const badge = (word, tone) => element('span', { class: `badge ${tone ?? TONES[word] ?? ''}` }, WORDS[word] ?? word);
const simulated = () => element('span', { class: 'badge simulated', title: 'This cluster is simulated on this machine: no container really runs.' }, 'simulated');

// ---- clusters

/** An alert about no application: a node, or what the whole cluster lacks. */
function clusterAlert(alert) {
  const told = alert.annotations ?? {};
  return element('div', { class: 'problem' }, badge(alert.severity.toLowerCase(), TONES[alert.severity]), ' ', element('b', {}, alert.labels.alertname ?? alert.ruleId), ' ',
    told.description ?? told.summary ?? '', told.hint ? element('div', { class: 'quiet' }, told.hint) : '');
}

function clusterCard(cluster) {
  const facts = [[cluster.apps, cluster.apps === 1 ? 'application' : 'applications'], [`${cluster.replicasReady}/${cluster.replicasWanted}`, 'ready']];
  if (cluster.alertsFiring) facts.push([cluster.alertsFiring, cluster.alertsFiring === 1 ? 'alert' : 'alerts']);
  return element('article', { class: 'cluster' },
    element('div', {}, element('b', {}, cluster.name), ' ', badge(cluster.reachable ? 'reachable' : 'not reachable', cluster.reachable ? 'good' : 'bad'), ' ', cluster.simulated ? simulated() : '',
      cluster.problem ? element('div', { class: 'problem' }, cluster.problem) : '',
      (cluster.alerts ?? []).map(clusterAlert),
      element('div', { class: 'facts' }, facts.map(([value, word]) => element('span', {}, element('strong', {}, String(value)), ` ${word}`)))));
}

// ---- applications

function bar(replicas) {
  const spans = [];
  const wanted = Math.max(replicas.wanted, 0);
  const shown = Math.min(wanted, 40);
  const share = wanted ? shown / wanted : 0;
  const fresh = Math.round(Math.min(replicas.ready, replicas.updated) * share);
  const old = Math.round(Math.max(0, Math.min(replicas.ready, wanted) - Math.min(replicas.ready, replicas.updated)) * share);
  const coming = Math.max(0, Math.min(shown - fresh - old, Math.round((replicas.updated - Math.min(replicas.ready, replicas.updated)) * share)));
  for (let i = 0; i < shown; i++) spans.push(element('span', { class: i < fresh ? 'new' : i < fresh + old ? 'old' : i < fresh + old + coming ? 'coming' : null }));
  return element('div', { class: 'bar', role: 'progressbar', 'aria-valuemin': 0, 'aria-valuemax': wanted, 'aria-valuenow': replicas.ready, 'aria-label': `${replicas.ready} of ${wanted} replicas ready` }, spans);
}

function note(mark, ...text) {
  return element('div', { class: 'note' }, mark, element('div', { class: 'text' }, ...text));
}

function why(outcome) {
  if (outcome.skipped) return [];
  const parts = [];
  for (const violation of outcome.violations ?? []) {
    parts.push(element('li', {}, `${violation.field}: found ${violation.found}, wanted ${violation.wanted}. `, element('span', { class: 'quiet' }, violation.help ?? '')));
  }
  if (outcome.diagnosis) {
    const advice = outcome.diagnosis.advice ?? [];
    const explanation = outcome.diagnosis.explanation;
    return [explanation === outcome.summary ? '' : element('div', {}, explanation), advice.length ? element('ul', {}, advice.map((line) => element('li', {}, line))) : ''];
  }
  return parts.length ? [element('ul', {}, parts)] : [];
}

const verdictOf = (outcome) => outcome.skipped ? 'not here' : outcome.verdict ?? 'running';

function lastVerdict(app, cluster) {
  const operation = app.lastOperation;
  const outcome = operation?.clusters?.find((each) => each.cluster === cluster);
  if (!outcome) return '';
  const verdict = verdictOf(outcome);
  const said = outcome.summary ?? outcome.steps?.at(-1)?.text ?? 'Waiting for this cluster to take it up.';
  return note(badge(verdict), element('div', {}, element('b', {}, operation.verb), ' ', element('span', { class: 'quiet' }, when(operation.requestedAt), ` by ${operation.requestedBy}`)),
    verdict === 'SUCCEEDED' ? '' : element('div', {}, said), verdict === 'SUCCEEDED' ? '' : why(outcome));
}

function place(app, cluster) {
  const there = app.clusters.find((each) => each.cluster === cluster.name);
  if (!there) return element('div', { class: 'place absent' }, element('div', { class: 'head' }, element('b', {}, cluster.name)), element('div', {}, 'Not deployed here.'), lastVerdict(app, cluster.name));
  const now = there.state;
  const replicas = now.replicas;
  const others = (now.readyByRelease ?? []).filter((each) => each.release !== now.release).map((each) => ` · ${each.ready} of release ${each.release}`).join('');
  const parts = [
    element('div', { class: 'head' }, element('b', {}, cluster.name), badge(now.phase), now.kind ? badge(now.kind) : '', now.simulated ? simulated() : ''),
    element('div', { class: 'release' }, element('b', {}, `release ${now.release}`), ' · ', element('code', { title: now.digest ?? now.image }, now.image)),
    element('div', { class: 'counts' }, element('span', { class: 'big' }, String(replicas.ready), element('i', {}, `/${replicas.wanted}`)),
      element('span', { class: 'quiet' }, replicas.updated < replicas.wanted || replicas.old > 0 ? `ready · ${replicas.updated} of the new release, ${replicas.old} old${others}` : `ready${others}`)),
    bar(replicas),
    lastVerdict(app, cluster.name),
  ];
  for (const alert of there.alerts ?? []) {
    parts.push(note(badge(alert.severity.toLowerCase(), TONES[alert.severity]), element('div', {}, element('b', {}, alert.labels.alertname ?? alert.ruleId), ' ', alert.firedAt ? element('span', { class: 'quiet' }, when(alert.firedAt)) : ''), element('div', {}, alert.annotations?.summary ?? '')));
  }
  if (there.decision) {
    const decision = there.decision;
    const moves = decision.currentReplicas !== decision.desiredReplicas;
    parts.push(note(badge(moves ? `${decision.currentReplicas} → ${decision.desiredReplicas}` : 'scaling', moves ? 'busy' : ''), element('div', {}, decision.explanation, ' ', element('span', { class: 'quiet' }, when(decision.asOf)))));
  }
  return element('div', { class: 'place' }, parts);
}

function appCard(app) {
  const policy = app.policy;
  return element('article', { class: 'app', 'data-key': `${app.namespace}/${app.name}`, 'aria-label': `${app.namespace}/${app.name}` },
    element('header', {}, element('h3', {}, element('span', {}, `${app.namespace}/`), app.name),
      element('span', { class: 'badge' }, (app.clusters[0]?.state.tier ?? '').toLowerCase()),
      policy ? element('span', { class: 'quiet' }, `scaled between ${policy.minReplicas} and ${policy.maxReplicas}${policy.mode === 'ACTIVE' ? '' : ` (${policy.mode.toLowerCase()})`}`) : ''),
    element('div', { class: 'places' }, state.clusters.map((cluster) => place(app, cluster))));
}

function empty() {
  const filtered = state.filter && state.apps.length;
  return element('div', { class: 'empty' }, element('img', { src: '/console/berth.svg', alt: '', width: 52, height: 52 }),
    element('h3', {}, filtered ? 'No application has that in its name' : 'Nothing is deployed yet'),
    filtered ? element('p', { class: 'quiet' }, 'Clear the filter to see all of them.') : [
      element('p', { class: 'quiet' }, 'Deploy the first application; it appears here while it rolls out.'),
      element('pre', { class: 'shell' }, element('code', {}, './berth deploy -f examples/cart.yaml --wait'))]);
}

// ---- operations

function evidence(diagnosis) {
  const seen = diagnosis?.evidence ?? [];
  return seen.length ? element('ul', { class: 'evidence' }, seen.map((each) => element('li', {}, element('span', { class: 'quiet' }, `${each.source} of ${each.object}: `), each.text))) : '';
}

function operationEntry(operation) {
  const verdict = operation.overall.verdict ?? 'running';
  const detail = operation.clusters.map((outcome) => [
    element('h4', {}, outcome.cluster, badge(verdictOf(outcome))),
    outcome.summary ? element('div', {}, outcome.summary) : '', why(outcome), evidence(outcome.diagnosis),
    element('ol', {}, (outcome.steps ?? []).map((step) => element('li', {}, `${step.text} `, when(step.at))))]);
  return element('li', { 'data-key': operation.commandId }, element('details', {},
    element('summary', {}, element('span', { class: 'what' }, `${operation.verb} ${operation.app}`), badge(verdict),
      element('span', { class: 'sub' }, when(operation.requestedAt), ` by ${operation.requestedBy} · ${operation.overall.sentence}`),
      operation.reason ? element('span', { class: 'sub' }, `“${operation.reason}”`) : ''),
    element('div', { class: 'detail' }, detail, element('div', { class: 'quiet mono' }, operation.commandId))));
}

// What is filtered is sought among more than are shown.
const KEPT_OPERATIONS = 100;
const SHOWN_OPERATIONS = 20;

// ---- rendering: an element is made anew only when what it shows is other

const shown = new WeakMap();
function renderList(parent, items, key, make, none) {
  const before = new Map([...parent.children].map((child) => [child.dataset.key, child]));
  const after = items.map((item) => {
    const json = JSON.stringify([item, parent.id === 'apps' ? state.clusters.map((cluster) => cluster.name) : 0]);
    const known = before.get(key(item));
    if (known && shown.get(known) === json) return known;
    const made = make(item);
    if (known?.querySelector('details')?.open) made.querySelector('details').open = true;
    shown.set(made, json);
    return made;
  });
  const same = after.length === parent.children.length && after.every((child, i) => child === parent.children[i]);
  if (!same || !after.length) parent.replaceChildren(...(after.length ? after : [none()]));
}

function render() {
  $('clusters').replaceChildren(...state.clusters.map(clusterCard));
  const apps = state.apps.filter((app) => `${app.namespace}/${app.name}`.includes(state.filter));
  $('count').textContent = state.apps.length ? String(state.apps.length) : '';
  renderList($('apps'), apps, (app) => `${app.namespace}/${app.name}`, appCard, empty);
  const latest = [...state.operations.values()].sort((a, b) => b.requestedAt.localeCompare(a.requestedAt)).slice(0, KEPT_OPERATIONS);
  state.operations = new Map(latest.map((operation) => [operation.commandId, operation]));
  const operations = latest.filter((operation) => operation.app.includes(state.filter)).slice(0, SHOWN_OPERATIONS);
  renderList($('operations'), operations, (operation) => operation.commandId, operationEntry,
    () => element('li', { class: 'none' }, latest.length ? `None of the latest ${latest.length} is of such an application.` : 'Nobody has given a command yet.'));
}

// ---- data

async function load() {
  const [clusters, apps, operations] = await Promise.all([get('/api/v1/clusters'), get('/api/v1/apps'), get(`/api/v1/operations?limit=${KEPT_OPERATIONS}`)]);
  state.clusters = clusters.items;
  state.apps = apps.items;
  state.operations = new Map(operations.items.map((operation) => [operation.commandId, operation]));
  render();
}

/** Many changes come at once; they are shown together. */
function later(millis, work) {
  let timer = null;
  return () => { timer ??= setTimeout(() => { timer = null; work().catch(tell); }, millis); };
}
const reloadApps = later(150, async () => { state.apps = (await get('/api/v1/apps')).items; render(); });
const reloadClusters = later(1000, async () => { state.clusters = (await get('/api/v1/clusters')).items; render(); });
const reloadAll = later(100, load);

function tell(error) {
  $('trouble').textContent = visible(error.message);
  $('trouble').hidden = false;
}

function follow() {
  const events = new EventSource('/api/v1/events');
  const live = (on, text) => { $('live').classList.toggle('on', on); $('live').textContent = text; };
  events.onopen = () => { live(true, 'live'); $('trouble').hidden = true; };
  events.onerror = () => live(false, 'connecting again');
  events.addEventListener('operation', (event) => {
    const operation = JSON.parse(event.data);
    state.operations.set(operation.commandId, operation);
    render();
    reloadApps();
  });
  for (const kind of ['app', 'app-gone', 'alert', 'decision', 'policy', 'policy-gone']) {
    events.addEventListener(kind, () => { reloadApps(); if (kind !== 'decision') reloadClusters(); });
  }
  events.addEventListener('reset', reloadAll);
  events.addEventListener('hello', reloadAll);
}

// ---- the frame

const saved = localStorage.getItem('berth-theme');
if (saved) document.documentElement.dataset.theme = saved;
$('theme').onclick = () => {
  const dark = document.documentElement.dataset.theme
    ? document.documentElement.dataset.theme === 'dark' : matchMedia('(prefers-color-scheme: dark)').matches;
  document.documentElement.dataset.theme = dark ? 'light' : 'dark';
  localStorage.setItem('berth-theme', dark ? 'light' : 'dark');
};
$('filter').oninput = (event) => { state.filter = event.target.value.trim().toLowerCase(); render(); };
document.addEventListener('keydown', (event) => {
  if (event.key === '/' && document.activeElement !== $('filter')) { event.preventDefault(); $('filter').focus(); }
  if (event.key === 'Escape' && document.activeElement === $('filter')) { $('filter').value = ''; state.filter = ''; render(); $('filter').blur(); }
});
$('leave').onclick = async () => {
  const token = document.cookie.split('; ').find((each) => each.startsWith('XSRF-TOKEN='))?.slice('XSRF-TOKEN='.length);
  await fetch('/api/v1/session', { method: 'DELETE', headers: { 'X-XSRF-TOKEN': token ?? '' } });
  location.assign('/login');
};
setInterval(() => document.querySelectorAll('[data-ago]').forEach((each) => { each.textContent = ago(each.dataset.ago); }), 5000);
setInterval(() => { reloadAll(); }, 30000);

try {
  $('who').textContent = visible((await get('/api/v1/session')).principal);
  await load();
  follow();
} catch (error) {
  tell(error);
}
