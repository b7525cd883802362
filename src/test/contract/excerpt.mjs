// Takes the operations that Ringmaster calls out of an API's own description, with all that they refer to, and leaves the
// prose out. The results lie in src/test/resources/contract, so that tests need no network:
//   node src/test/contract/excerpt.mjs github <unpacked npm @octokit/openapi>/generated/api.github.com.json
//   node src/test/contract/excerpt.mjs argocd <argo-cd>/assets/swagger.json
import { readFileSync, writeFileSync } from 'node:fs'

const repo = '/repos/{owner}/{repo}'
const app = '/api/v1/applications/{name}'
const OPERATIONS = {
  github: [
    'get /rate_limit',
    `get ${repo}/pulls`, `post ${repo}/pulls`, `get ${repo}/pulls/{pull_number}`, `patch ${repo}/pulls/{pull_number}`,
    `put ${repo}/pulls/{pull_number}/merge`, `get ${repo}/pulls/{pull_number}/reviews`,
    `get ${repo}/pulls/{pull_number}/comments`, `get ${repo}/issues/{issue_number}/comments`,
    `get ${repo}/commits/{ref}/check-runs`, `get ${repo}/commits/{ref}/status`, `get ${repo}/actions/runs`,
    `get ${repo}/actions/runs/{run_id}/jobs`, `get ${repo}/actions/jobs/{job_id}/logs`,
    `post ${repo}/actions/runs/{run_id}/rerun-failed-jobs`, `post ${repo}/actions/workflows/{workflow_id}/dispatches`,
  ],
  argocd: ['get /api/v1/applications', `get ${app}`, `post ${app}/sync`, `post ${app}/rollback`],
}
const PROSE = new Set(['description', 'summary', 'externalDocs', 'x-github', 'operationId', 'tags', 'title'])

const [which, source] = process.argv.slice(2)
const all = JSON.parse(readFileSync(source, 'utf8'))
const kept = {}

/** Copies a value without prose, and whatever it refers to. */
function copy(value, inProperties = false, inExample = false) {
  if (Array.isArray(value)) return value.map((item) => copy(item, false, inExample))
  if (value === null || typeof value !== 'object') return value
  const out = {}
  for (const [key, item] of Object.entries(value)) {
    if (!inExample && !inProperties && PROSE.has(key) && typeof item !== 'boolean') continue
    if (key === '$ref' && !inExample) keep(item)
    if (key === 'example' && !inExample) continue
    out[key] = copy(item, !inExample && key === 'properties', inExample || key === 'value')
  }
  return out
}

function keep(ref) {
  if (kept[ref]) return
  kept[ref] = true
  const path = ref.slice(2).split('/')
  kept[ref] = { path, value: copy(path.reduce((node, name) => node[name], all)) }
}

const result = { source: `${all.info.title} ${all.info.version}`, openapi: all.openapi, swagger: all.swagger, paths: {} }
for (const operation of OPERATIONS[which]) {
  const [method, path] = operation.split(' ')
  const { parameters = [], requestBody, responses } = all.paths[path][method]
  const wanted = Object.fromEntries(Object.entries(responses).filter(([status]) => status.startsWith('2') || status === '302'))
  result.paths[path] ??= {}
  result.paths[path][method] = copy({ parameters, requestBody, responses: wanted })
}
for (const { path, value } of Object.values(kept)) {
  let node = result
  for (const name of path.slice(0, -1)) node = node[name] ??= {}
  node[path.at(-1)] = value
}
const file = new URL(`../resources/contract/${which}.json`, import.meta.url)
writeFileSync(file, JSON.stringify(result, null, 1) + '\n')
