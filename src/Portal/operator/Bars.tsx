interface Row {
  label: string;
  /** Left out where it is suppressed. */
  value?: number;
}

const height = 26;

/** A bar chart that is a table for whoever does not see it. */
export function Bars({ title, rows, unit = "" }: { title: string; rows: Row[]; unit?: string }) {
  const most = Math.max(unit === "%" ? 100 : 1, ...rows.map((row) => row.value ?? 0));
  return (
    <figure>
      <figcaption><h3>{title}</h3></figcaption>
      {rows.length === 0 ? <p>Nog geen cijfers.</p> : (
        <>
          <svg class="chart" viewBox={`0 0 400 ${rows.length * height}`} aria-hidden="true">
            {rows.map((row, i) => (
              <g key={row.label} transform={`translate(0 ${i * height})`}>
                <rect x="200" y="4" width={(150 * (row.value ?? 0)) / most} height={height - 8} fill="var(--act)" />
                <text x="195" y={height / 2 + 4} text-anchor="end" font-size="12" fill="currentColor">{row.label}</text>
                <text x={205 + (150 * (row.value ?? 0)) / most} y={height / 2 + 4} font-size="12" fill="currentColor">{row.value === undefined ? "–" : `${row.value}${unit && ` ${unit}`}`}</text>
              </g>
            ))}
          </svg>
          <table class="hidden">
            <caption>{title}</caption>
            <tbody>{rows.map((row) => <tr key={row.label}><th scope="row">{row.label}</th><td>{row.value === undefined ? "niet getoond" : `${row.value} ${unit}`}</td></tr>)}</tbody>
          </table>
        </>
      )}
    </figure>
  );
}
