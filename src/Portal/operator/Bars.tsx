interface Row {
  label: string;
  /** Left out where it is suppressed. */
  value?: number;
}

/** A bar chart that is a table: everybody reads the same rows, and whoever sees them sees how long they are. */
export function Bars({ title, rows, unit = "" }: { title: string; rows: Row[]; unit?: string }) {
  const most = Math.max(unit === "%" ? 100 : 1, ...rows.map((row) => row.value ?? 0));
  return (
    <section class="chart">
      <h2>{title}</h2>
      {rows.length === 0 ? <p class="quiet">Nog geen cijfers.</p> : (
        <table class="bars">
          <caption class="hidden">{title}</caption>
          <tbody>
            {rows.map((row) => (
              <tr key={row.label}>
                <th scope="row">{row.label}</th>
                <td><svg aria-hidden="true"><rect width={`${(100 * (row.value ?? 0)) / most}%`} height="100%" /></svg></td>
                <td class="number">{row.value === undefined ? "niet getoond" : `${row.value}${unit && ` ${unit}`}`}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}
