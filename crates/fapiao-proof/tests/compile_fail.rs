//! What must not compile.
//!
//! Some of it stands in files of its own, with the compiler's words beside it. After a new toolchain: read the difference, then
//! `TRYBUILD=overwrite cargo test -p fapiao-proof --test compile_fail`. Where those words would change with every operation
//! that is added, [`is_not!`] says the same the other way round: this file stops compiling once a type has the trait.

use fapiao_issuing::Released;
use fapiao_model::{fengchao, nuonuo, piaotong, suning};

/// Compiles as long as none of the types has the trait: with it, there would be two ways to `claim`.
macro_rules! is_not {
    ([$($type:ty),+ $(,)?]: $bound:path) => {
        $({
            trait Ambiguous<Way> {
                fn claim() {}
            }
            struct ByTheTrait;
            impl<T: ?Sized> Ambiguous<()> for T {}
            impl<T: ?Sized + $bound> Ambiguous<ByTheTrait> for T {}
            <$type as Ambiguous<_>>::claim();
        })+
    };
}

#[test]
fn a_next_number_comes_from_a_released_one_only() {
    trybuild::TestCases::new().compile_fail("tests/ui/attempt/*.rs");
}

#[test]
fn a_released_number_is_not_copied_written_down_or_read() {
    is_not!([Released]: Clone);
    is_not!([Released]: Default);
    is_not!([Released]: serde::Serialize);
    is_not!([Released]: serde::de::DeserializeOwned);
}

#[test]
fn a_client_takes_its_own_operations_only() {
    trybuild::TestCases::new().compile_fail("tests/ui/operation/*.rs");
}

#[test]
fn no_operation_belongs_to_two_providers() {
    macro_rules! of_nuonuo {
        ($bound:path) => {
            is_not!([
                nuonuo::ApplyRedConfirmation,
                nuonuo::DeliverInvoice,
                nuonuo::IssueInvoice,
                nuonuo::QueryInvoiceResult,
                nuonuo::QueryRedConfirmation,
                nuonuo::QuickRedFlush,
                nuonuo::RawCall,
                nuonuo::RefreshRedConfirmations,
                nuonuo::RetryIssue,
            ]: $bound)
        };
    }
    macro_rules! of_fengchao {
        ($bound:path) => {
            is_not!([fengchao::RawCall, fengchao::RetryIssue]: $bound)
        };
    }
    macro_rules! of_piaotong {
        ($bound:path) => {
            is_not!([
                piaotong::IssueInvoice,
                piaotong::QueryFullFace,
                piaotong::QueryInvoice,
                piaotong::QuickRedFlush,
                piaotong::RawCall,
            ]: $bound)
        };
    }
    macro_rules! of_suning {
        ($bound:path) => {
            is_not!([suning::AddElectronicInvoice, suning::GetElectronicInvoice]: $bound)
        };
    }
    of_nuonuo!(fengchao::Call);
    of_nuonuo!(piaotong::Call);
    of_nuonuo!(suning::Call);
    of_fengchao!(nuonuo::Call);
    of_fengchao!(piaotong::Call);
    of_fengchao!(suning::Call);
    of_piaotong!(nuonuo::Call);
    of_piaotong!(fengchao::Call);
    of_piaotong!(suning::Call);
    of_suning!(nuonuo::Call);
    of_suning!(fengchao::Call);
    of_suning!(piaotong::Call);
}
