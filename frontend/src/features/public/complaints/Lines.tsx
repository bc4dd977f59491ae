/** Named values, one below the other; what is empty is left out. */
export function Lines({ lines }: { lines: [label: string, value: string | null][] }) {
  return (
    <dl className="public-lines">
      {lines
        .filter(([, value]) => value)
        .map(([label, value]) => (
          <div key={label}>
            <dt className="quiet">{label}</dt>
            <dd>{value}</dd>
          </div>
        ))}
    </dl>
  );
}
