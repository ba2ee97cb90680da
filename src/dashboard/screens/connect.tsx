// Connecting a workspace: what has to be known, a test that tells what is wrong, and the configuration that comes of it.
import { useRef, useState } from 'preact/hooks';
import type { ConnectAnswer } from '../../server/shapes.js';
import { type ApiFailure, toFailure } from '../api.js';
import { Failure } from '../parts/notice.js';
import { zone } from '../preferences.js';
import { useLive, useServices } from '../services.js';
import { useStore } from '../store.js';
import { ConnectForm } from './connect/connect-form.js';
import { type Draft, EMPTY_DRAFT, findStored, toTest, toWorkspace } from './connect/draft.js';
import { TestResult } from './connect/test-result.js';
import { YamlCard } from './connect/yaml-card.js';

interface Outcome {
  answer: ConnectAnswer;
  yaml: string | null;
}

export function Connect() {
  const { api, session, tell } = useServices();
  const workspaces = useLive().status?.workspaces ?? [];
  const chosenZone = useStore(zone);
  const [draft, setDraft] = useState<Draft>(EMPTY_DRAFT);
  const [outcome, setOutcome] = useState<Outcome | null>(null);
  const [failure, setFailure] = useState<ApiFailure | null>(null);
  const [busy, setBusy] = useState<'test' | 'save' | null>(null);
  /** It lives in its field only, and is taken out as soon as it is not needed any more. */
  const token = useRef<HTMLInputElement>(null);
  const forgetToken = () => {
    if (token.current) token.current.value = '';
  };
  const attempt = async (what: 'test' | 'save', work: () => Promise<void>) => {
    setBusy(what);
    setFailure(null);
    try {
      await work();
    } catch (error: unknown) {
      setFailure(toFailure(error));
    }
    setBusy(null);
  };
  const describeYaml = async () => {
    const body = toWorkspace(draft, chosenZone);
    return (await api.post<{ yaml: string }>('/api/connect/yaml', body)).yaml;
  };

  const test = () =>
    attempt('test', async () => {
      setOutcome(null);
      const body = toTest(draft, token.current?.value.trim() ?? '');
      const answer = await api.post<ConnectAnswer>('/api/connect/test', body);
      setOutcome({ answer, yaml: answer.ok ? await describeYaml() : null });
      if (answer.ok && !session.config_writable) forgetToken();
    });
  const save = () =>
    attempt('save', async () => {
      const given = token.current?.value.trim() ?? '';
      const body = { ...toWorkspace(draft, chosenZone), ...(given === '' ? {} : { token: given }) };
      const saved = await api.post<{ saved_to: string; restart_needed: boolean }>('/api/connect/save', body);
      forgetToken();
      tell(
        `Saved to ${saved.saved_to}.${saved.restart_needed ? ' Start the collector again to use it.' : ''}`,
      );
    });

  return (
    <>
      <h1 tabIndex={-1}>Connect a workspace</h1>
      <p class="muted lead">
        Each environment of Workato is a workspace of its own, with its own API client. The test makes one or
        two requests and changes nothing.
      </p>
      <div class="halves">
        <ConnectForm
          draft={draft}
          tokenField={token}
          stored={findStored(draft, workspaces)}
          names={workspaces.map(({ name }) => name)}
          isBusy={busy === 'test'}
          onChange={(next) => {
            setDraft(next);
            setOutcome(null);
            setFailure(null);
          }}
          onTest={test}
        />
        <div class="results" aria-live="polite">
          {failure && <Failure failure={failure} />}
          {busy === 'test' && <p class="muted">Asking Workato…</p>}
          {outcome && <TestResult answer={outcome.answer} />}
          {outcome && outcome.yaml !== null && (
            <YamlCard
              yaml={outcome.yaml}
              isWritable={session.config_writable}
              isBusy={busy === 'save'}
              onSave={save}
            />
          )}
        </div>
      </div>
    </>
  );
}
