import { IsEmail, IsString, Length, MaxLength } from 'class-validator';
import { IsText, Lowered, Trimmed } from '../http/is-text.js';
import type { Role } from './account.js';

export class Registration {
  /** Kept in lower case; one account an address. */
  @Lowered()
  @IsEmail()
  @MaxLength(254)
  email!: string;

  @IsString()
  @Length(10, 200)
  password!: string;

  /** What the person wants to be called. */
  @Trimmed()
  @IsText()
  @Length(1, 100)
  name!: string;
}

/** Looser than a registration: what could never have been registered is wrong (401), not malformed. */
export class Login {
  @Lowered()
  @IsText()
  @Length(1, 254)
  email!: string;

  @IsString()
  @Length(1, 200)
  password!: string;
}

export class UserView {
  id!: number;
  email!: string;
  name!: string;
  role!: Role;
}

export class TokenView {
  /** A JWT for `Authorization: Bearer …`. */
  accessToken!: string;

  /** Seconds. */
  expiresIn!: number;
}

export class RegisteredView extends TokenView {
  user!: UserView;
}
