module kubeferry.test/ebs-stand-in

go 1.23
