/** One screen in a notebook's cell or on an exported page. */

import "./frame/style.css";
import { NotebookCarrier, ReplayCarrier, type NotebookModel, type Recording } from "./frame/carriers";
import { followTheme } from "./frame/host";
import Pane from "./frame/Pane.svelte";
import { Session } from "./frame/session.svelte";
import { mount, unmount } from "svelte";

const start = (screen: string) => ({ screen, state: {}, record: [], position: 0 });

function show(target: HTMLElement, session: Session, screen: string): () => void {
  target.classList.add("limpid");
  const pane = mount(Pane, { target, props: { session, screen } });
  return () => {
    session.close();
    void unmount(pane);
  };
}

export function notebook(target: HTMLElement, model: NotebookModel): () => void {
  const screen = model.get("screen") as string;
  const end = show(target, new Session(new NotebookCarrier(model), start(screen)), screen);
  const unfollow = followTheme(target);
  return () => {
    unfollow();
    end();
  };
}

export function replay(target: HTMLElement, recording: Recording): () => void {
  return show(target, new Session(new ReplayCarrier(recording), start(recording.screen)), recording.screen);
}
