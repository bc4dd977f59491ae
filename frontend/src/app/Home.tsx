/** The way in while the API is used by hand: what this is, and where its description lies. */
export function Home() {
  return (
    <main>
      <h1>督办 Duban</h1>
      <p>卫生健康专项整治的一本台账：方案、任务、整改、证明。</p>
      <p lang="en">One ledger for health rectification campaigns: plan, duty, rectification, proof.</p>
      <p>
        <a href="/docs">接口文档 API documentation</a>
      </p>
    </main>
  );
}
