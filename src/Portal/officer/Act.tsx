import type { ComponentChildren } from "preact";
import { useId, useState } from "preact/hooks";
import { useDraft } from "../app/drafts";
import { Confirm, ProblemBox, useAct, wrongOf } from "../app/parts";

export type Form = Record<string, string>;

interface Choice {
  code: string;
  name: string;
}

export interface ActField {
  name: string;
  label: string;
  type?: "date" | "number";
  long?: boolean;
  /** One of these. */
  choices?: Choice[];
  /** Any of these, none included; their codes with a comma between. */
  several?: Choice[];
}

/** A form that opens under its title, says what it will do, and asks before it does it. */
export function Act({ title, says, fields, act, onDone, danger, children }: {
  title: string;
  says: (form: Form) => string;
  fields: ActField[];
  act: (form: Form) => Promise<unknown>;
  onDone: (title: string) => void;
  danger?: boolean;
  children?: ComponentChildren;
}) {
  const [form, setForm, taken] = useDraft<Form>(title, {});
  const [opened] = useState(Object.keys(form).length > 0);
  const [asking, setAsking] = useState(false);
  const acting = useAct(async () => {
    await act(form);
    taken();
    onDone(title);
  });
  return (
    <details class="act" open={opened}>
      <summary>{title}</summary>
      {children}
      <form onSubmit={(event) => { event.preventDefault(); setAsking(true); }}>
        {fields.map((field) => (
          <ActInput key={field.name} field={field} value={form[field.name] ?? ""} wrong={wrongOf(acting.problem, field.name)} onChange={(value) => setForm({ ...form, [field.name]: value })} />
        ))}
        {acting.problem && <ProblemBox problem={acting.problem} />}
        <p class="buttons"><button type="submit" class={danger ? "danger" : undefined} disabled={acting.busy}>{title}</button></p>
      </form>
      {asking && (
        <Confirm title={title} yes="Doorgaan" onYes={() => { setAsking(false); void acting.run(); }} onNo={() => setAsking(false)}>
          <p>{says(form)}</p>
        </Confirm>
      )}
    </details>
  );
}

function ActInput({ field, value, wrong, onChange }: { field: ActField; value: string; wrong?: string; onChange: (value: string) => void }) {
  const id = useId();
  if (field.several) {
    const chosen = value ? value.split(",") : [];
    return (
      <fieldset class="field">
        <legend>{field.label}</legend>
        {wrong && <p class="wrong">{wrong}</p>}
        {field.several.map(({ code, name }) => (
          <label key={code} class="check">
            <input type="checkbox" checked={chosen.includes(code)} onChange={(event) => onChange((event.currentTarget.checked ? [...chosen, code] : chosen.filter((one) => one !== code)).join(","))} />
            <span>{name}</span>
          </label>
        ))}
      </fieldset>
    );
  }
  const shared = {
    id, required: true, value, "aria-describedby": wrong ? `${id}-wrong` : undefined, "aria-invalid": wrong ? true : undefined,
    onInput: (event: { currentTarget: { value: string } }) => onChange(event.currentTarget.value),
  };
  return (
    <div class="field">
      <label for={id}>{field.label}</label>
      {wrong && <p class="wrong" id={`${id}-wrong`}>{wrong}</p>}
      {field.choices ? <select {...shared}><option value="">kies</option>{field.choices.map((one) => <option key={one.code} value={one.code}>{one.name}</option>)}</select>
        : field.long ? <textarea {...shared} rows={3} maxLength={2000} />
          : field.type === "number" ? <input {...shared} type="number" min={0} max={1000} /> : <input {...shared} type="date" />}
    </div>
  );
}
