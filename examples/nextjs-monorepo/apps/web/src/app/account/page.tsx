import { Account } from "@/components/account";

export const metadata = { title: "Account" };

export default function AccountPage() {
  return (
    <>
      <h1>Account</h1>
      <Account />
    </>
  );
}
