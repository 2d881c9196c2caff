// Takes dropped files and folders, sends them in portions, and starts the import when all are there.
import { grouped } from "../../components/frame/numbers";
import "./page.css";

const PORTION_FILES = 100;
const PORTION_BYTES = 32 * 1024 * 1024;
const TRIES = 2;

interface Found {
  path: string;
  file: File;
}

interface Answer {
  upload?: string;
  job?: string;
  problem?: string;
}

class Refused extends Error {}

/** Every file of a dropped entry, folders walked to their ends. */
async function filesOf(entry: FileSystemEntry): Promise<Found[]> {
  if (entry.isFile) {
    const file = await new Promise<File>((done, lost) => (entry as FileSystemFileEntry).file(done, lost));
    return [{ path: entry.fullPath.replace(/^\//, ""), file }];
  }
  const found: Found[] = [];
  for (const child of await childrenOf(entry as FileSystemDirectoryEntry)) {
    found.push(...(await filesOf(child)));
  }
  return found;
}

/** A browser gives the entries of a folder a hundred at a time. */
async function childrenOf(folder: FileSystemDirectoryEntry): Promise<FileSystemEntry[]> {
  const reader = folder.createReader();
  const all: FileSystemEntry[] = [];
  for (;;) {
    const some = await new Promise<FileSystemEntry[]>((done, lost) => reader.readEntries(done, lost));
    if (some.length === 0) return all;
    all.push(...some);
  }
}

async function droppedFiles(transfer: DataTransfer): Promise<Found[]> {
  const entries = [...transfer.items].map((item) => item.webkitGetAsEntry());
  const plain = [...transfer.files].map((file) => ({ path: file.name, file }));
  if (entries.every((entry) => entry === null)) return plain;
  const found = await Promise.all(entries.filter((entry) => entry !== null).map(filesOf));
  return found.flat();
}

function chosenFiles(form: HTMLFormElement): Found[] {
  const inputs = [...form.querySelectorAll<HTMLInputElement>('input[type="file"]')];
  return inputs.flatMap((input) =>
    [...(input.files ?? [])].map((file) => ({ path: file.webkitRelativePath || file.name, file })),
  );
}

/** Portions small enough to be sent again when one is lost; a large file goes alone. */
function portionsOf(found: Found[]): Found[][] {
  const portions: Found[][] = [];
  let portion: Found[] = [];
  let bytes = 0;
  for (const each of found) {
    if (portion.length && (portion.length >= PORTION_FILES || bytes + each.file.size > PORTION_BYTES)) {
      portions.push(portion);
      portion = [];
      bytes = 0;
    }
    portion.push(each);
    bytes += each.file.size;
  }
  return portion.length ? [...portions, portion] : portions;
}

class Upload extends HTMLElement {
  #sending = false;

  connectedCallback(): void {
    const form = this.querySelector("form");
    if (!form) return;
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      void this.#bring(Promise.resolve(chosenFiles(form)));
    });
    form.addEventListener("change", () => {
      if (chosenFiles(form).length) void this.#bring(Promise.resolve(chosenFiles(form)));
    });
    document.addEventListener("dragover", this.#over);
    document.addEventListener("dragleave", this.#away);
    document.addEventListener("drop", this.#dropped);
    window.addEventListener("beforeunload", this.#leaving);
  }

  disconnectedCallback(): void {
    document.removeEventListener("dragover", this.#over);
    document.removeEventListener("dragleave", this.#away);
    document.removeEventListener("drop", this.#dropped);
    window.removeEventListener("beforeunload", this.#leaving);
  }

  #over = (event: DragEvent): void => {
    event.preventDefault();
    this.querySelector("form")?.classList.add("drop-zone-over");
  };

  #away = (event: DragEvent): void => {
    if (!event.relatedTarget) this.querySelector("form")?.classList.remove("drop-zone-over");
  };

  #dropped = (event: DragEvent): void => {
    event.preventDefault();
    this.querySelector("form")?.classList.remove("drop-zone-over");
    if (event.dataTransfer) void this.#bring(droppedFiles(event.dataTransfer));
  };

  #leaving = (event: BeforeUnloadEvent): void => {
    if (this.#sending) event.preventDefault();
  };

  async #bring(finding: Promise<Found[]>): Promise<void> {
    if (this.#sending) return;
    this.#show(true);
    this.#say(this.dataset["looking"] ?? "");
    try {
      const found = await finding;
      if (!found.length) throw new Refused(this.dataset["nothing"]);
      const job = await this.#send(found);
      this.#sending = false;
      window.location.assign(`${this.dataset["page"]}${job}/`);
    } catch (error) {
      this.#show(false);
      this.#complain(error instanceof Refused ? error.message : (this.dataset["lost"] ?? ""));
    }
  }

  async #send(found: Found[]): Promise<string> {
    const { upload } = await this.#post(this.dataset["open"] ?? "", new FormData());
    const address = `${this.dataset["open"]}${upload}/`;
    const total = found.reduce((sum, each) => sum + each.file.size, 0) || 1;
    let doneFiles = 0;
    let doneBytes = 0;
    for (const portion of portionsOf(found)) {
      const form = new FormData();
      for (const { path, file } of portion) form.append(`path:${path}`, file);
      this.#tell(doneFiles, found.length, doneBytes / total);
      await this.#post(address, form, (bytes) => {
        this.#tell(doneFiles, found.length, (doneBytes + bytes) / total);
      });
      doneFiles += portion.length;
      doneBytes += portion.reduce((sum, each) => sum + each.file.size, 0);
    }
    this.#tell(doneFiles, found.length, 1);
    const { job } = await this.#post(`${address}start/`, new FormData(), undefined, 1);
    return job ?? "";
  }

  async #post(
    address: string,
    body: FormData,
    onBytes?: (bytes: number) => void,
    tries = TRIES,
  ): Promise<Answer> {
    try {
      return await this.#postOnce(address, body, onBytes);
    } catch (error) {
      if (error instanceof Refused || tries <= 1) throw error;
      return this.#post(address, body, onBytes, tries - 1);
    }
  }

  #postOnce(address: string, body: FormData, onBytes?: (bytes: number) => void): Promise<Answer> {
    const token = this.querySelector<HTMLInputElement>('input[name="csrfmiddlewaretoken"]');
    return new Promise((done, lost) => {
      const request = new XMLHttpRequest();
      request.open("POST", address);
      request.responseType = "json";
      request.setRequestHeader("X-CSRFToken", token?.value ?? "");
      request.upload.onprogress = (event) => onBytes?.(event.loaded);
      request.onerror = () => lost(new Error("no answer"));
      request.onload = () => {
        const answer = (request.response ?? {}) as Answer;
        if (request.status < 300) done(answer);
        else lost(answer.problem ? new Refused(answer.problem) : new Error(`${request.status}`));
      };
      request.send(body);
    });
  }

  #show(sending: boolean): void {
    this.#sending = sending;
    this.querySelector("form")?.toggleAttribute("inert", sending);
    this.querySelector<HTMLElement>(".upload-state")?.toggleAttribute("hidden", !sending);
    if (sending) this.querySelector<HTMLElement>(".upload-problem")?.toggleAttribute("hidden", true);
  }

  #tell(done: number, total: number, share: number): void {
    const words = this.dataset["sending"] ?? "";
    this.#say(words.replace("%(done)s", grouped(done)).replace("%(total)s", grouped(total)));
    const bar = this.querySelector("progress");
    if (bar) bar.value = Math.min(1, share);
  }

  #say(words: string): void {
    const line = this.querySelector(".upload-words");
    if (line && line.textContent !== words) line.textContent = words;
  }

  #complain(words: string): void {
    const line = this.querySelector<HTMLElement>(".upload-problem");
    if (!line) return;
    line.textContent = words;
    line.hidden = false;
    this.querySelector<HTMLFormElement>("form")?.reset();
  }
}

customElements.define("ms-upload", Upload);
