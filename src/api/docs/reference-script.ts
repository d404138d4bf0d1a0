/**
 * What draws the reference in a browser. It sets text and never markup, so that nothing in the document is run; it has
 * no backtick and no dollar sign before a brace, so that it is this literal to the letter.
 */
export const REFERENCE_SCRIPT = `
'use strict';
const VERBS = ['get', 'post', 'put', 'patch', 'delete'];
const reference = document.getElementById('reference');
const contents = document.getElementById('contents');

function element(name, text, className) {
  const made = document.createElement(name);
  if (text) made.textContent = text;
  if (className) made.className = className;
  return made;
}

function link(text, target) {
  const made = element('a', text);
  made.href = target;
  return made;
}

function resolve(spec, schema) {
  const name = schema && schema.$ref && schema.$ref.split('/').pop();
  return name ? spec.components.schemas[name] : schema || {};
}

function typeOf(spec, schema) {
  const shown = resolve(spec, schema);
  if (shown.const !== undefined) return JSON.stringify(shown.const);
  if (shown.enum) return shown.enum.map(String).join(' | ');
  const branches = shown.anyOf || shown.oneOf;
  if (branches) return branches.map((branch) => typeOf(spec, branch)).join(' or ');
  const types = [].concat(shown.type || 'any');
  return types.map((type) => (type === 'array' ? typeOf(spec, shown.items) + '[]' : type)).join(' or ');
}

function rulesOf(schema) {
  const rules = [];
  if (schema.minimum !== undefined && schema.minimum > -1e9) rules.push('at least ' + schema.minimum);
  if (schema.maximum !== undefined && schema.maximum < 1e9) rules.push('at most ' + schema.maximum);
  if (schema.maxLength !== undefined) rules.push('at most ' + schema.maxLength + ' characters');
  if (schema.maxItems !== undefined) rules.push('at most ' + schema.maxItems + ' items');
  if (schema.default !== undefined) rules.push('default ' + JSON.stringify(schema.default));
  return rules.join(', ');
}

function row(spec, name, schema, isRequired, description) {
  const shown = resolve(spec, schema);
  const made = element('tr');
  const first = element('td');
  first.append(element('code', name), element('span', isRequired ? ' required' : '', 'type'));
  const second = element('td', typeOf(spec, schema), 'type');
  const text = [description || shown.description, rulesOf(shown)].filter(Boolean).join(' — ');
  made.append(first, second, element('td', text));
  return made;
}

function fieldsTable(spec, schema) {
  const shown = resolve(spec, schema);
  if (!shown.properties) return element('p', shown.description || typeOf(spec, schema));
  const table = element('table');
  const required = shown.required || [];
  for (const [name, field] of Object.entries(shown.properties)) {
    table.append(row(spec, name, field, required.includes(name)));
    const inner = resolve(spec, field);
    for (const [innerName, innerField] of Object.entries(inner.properties || {})) {
      table.append(row(spec, name + '.' + innerName, innerField, (inner.required || []).includes(innerName)));
    }
  }
  return table;
}

function curlOf(path, verb, operation) {
  const example = jsonOf(operation.requestBody).example;
  const isAdmin = (operation.security || []).some((scheme) => scheme.adminToken);
  const lines = ['curl' + (verb === 'get' ? '' : ' -X ' + verb.toUpperCase()) + " '" + location.origin + path + "'"];
  if (operation.security) lines.push(isAdmin ? '-H "Authorization: Bearer $ADMIN_TOKEN"' : '-H "X-API-Key: $CAPACITOR_KEY"');
  if (example) lines.push("-H 'Content-Type: application/json'", "-d '" + JSON.stringify(example) + "'");
  return lines.join(' \\\\\\n  ');
}

function jsonOf(holder) {
  return (holder && holder.content && holder.content['application/json']) || {};
}

function drawOperation(spec, path, verb, operation) {
  const section = element('section');
  section.id = operation.operationId;
  const heading = element('h3', operation.summary);
  if (operation['x-required-scope']) heading.append(element('span', 'scope: ' + operation['x-required-scope'], 'scope'));
  const line = element('p');
  line.append(element('span', verb.toUpperCase(), 'verb'), element('span', path, 'path'));
  section.append(heading, line, element('p', operation.description), element('pre', curlOf(path, verb, operation)));
  if (operation.parameters && operation.parameters.length) {
    const table = element('table');
    for (const parameter of operation.parameters) {
      table.append(row(spec, parameter.name, parameter.schema, parameter.required, parameter.description));
    }
    section.append(element('h4', 'Parameters'), table);
  }
  const body = jsonOf(operation.requestBody);
  if (body.schema) section.append(element('h4', 'Body'), fieldsTable(spec, body.schema));
  for (const [status, response] of Object.entries(operation.responses)) {
    if (status >= '300') continue;
    section.append(element('h4', status + ' — ' + response.description));
    const answer = jsonOf(response);
    if (answer.example) section.append(element('pre', JSON.stringify(answer.example, null, 2)));
    if (answer.schema) {
      const details = element('details');
      details.append(element('summary', 'Fields'), fieldsTable(spec, answer.schema));
      section.append(details);
    }
  }
  const refusals = Object.entries(operation.responses).filter(([status]) => status >= '300');
  const list = element('ul');
  for (const [status, response] of refusals) list.append(element('li', status + ' — ' + response.description));
  section.append(element('h4', 'Otherwise'), list);
  return section;
}

function drawErrors(spec) {
  const section = element('section');
  section.id = 'errors';
  section.append(
    element('h3', 'Errors'),
    element('p', 'Every error has this shape; the code is one of a closed list, the message says what to do next.'),
    fieldsTable(spec, spec.components.schemas.Error),
  );
  const error = resolve(spec, spec.components.schemas.Error).properties.error;
  section.append(fieldsTable(spec, error));
  return section;
}

function draw(spec) {
  document.getElementById('loading').remove();
  const about = element('p', spec.info.description + ' ');
  about.append(link('OpenAPI document', '/openapi.json'));
  reference.append(about);
  for (const tag of spec.tags) {
    contents.append(element('h2', tag.name));
    reference.append(element('h2', tag.name), element('p', tag.description));
    for (const [path, verbs] of Object.entries(spec.paths)) {
      for (const verb of VERBS) {
        const operation = verbs[verb];
        if (!operation || !operation.tags.includes(tag.name) || document.getElementById(operation.operationId)) continue;
        contents.append(link(operation.summary, '#' + operation.operationId));
        reference.append(drawOperation(spec, path, verb, operation));
      }
    }
  }
  contents.append(element('h2', 'Rules'), link('Errors', '#errors'));
  reference.append(drawErrors(spec));
  if (location.hash) document.getElementById(location.hash.slice(1))?.scrollIntoView();
}

fetch('/openapi.json')
  .then((response) => response.json())
  .then(draw)
  .catch((error) => {
    document.getElementById('loading').textContent = 'The OpenAPI document could not be read: ' + error.message;
  });
`;
