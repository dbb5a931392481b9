/** Nobody is signed in any more, or who is may not look. */
export class SignedOut extends Error {}

/** Asks as who signed in here. The token is in the memory of this page alone: no cookie, no storage, gone with it. */
export class Client {
  #token;

  /** Throws `SignedOut` with what to tell for wrong words and for who is no admin. */
  async signIn(email, password) {
    const answer = await fetch('/api/v1/auth/login', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ email, password }),
    });
    if (!answer.ok)
      throw new SignedOut(answer.status === 401 ? 'The e-mail or the password is wrong' : await toldBy(answer));
    const { accessToken } = await answer.json();
    this.#token = accessToken;
    // Whether who signed in may look is the service's to say.
    await this.#ask('/dashboard');
  }

  get isSignedIn() {
    return this.#token !== undefined;
  }

  signOut() {
    this.#token = undefined;
  }

  async figures(path) {
    return (await this.#ask(path)).json();
  }

  async #ask(path) {
    const answer = await fetch(path, {
      headers: { authorization: `Bearer ${this.#token}`, accept: 'application/json' },
    });
    if (answer.status === 401) throw new SignedOut('Sign in again: the time of that token is over');
    if (answer.status === 403) throw new SignedOut('This is for admins');
    if (!answer.ok) throw new Error(await toldBy(answer));
    return answer;
  }
}

/** What a problem (RFC 9457) says. */
async function toldBy(answer) {
  const type = answer.headers.get('content-type') ?? '';
  return type.includes('json') ? (await answer.json()).detail : `The service answered ${answer.status}`;
}
